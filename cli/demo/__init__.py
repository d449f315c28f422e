"""The main job, played on one machine: five real directives from plan file to roll-up."""
