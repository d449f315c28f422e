"""Where we are: settings, policies that an official may edit, the wiring, the doctor."""
