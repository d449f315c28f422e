"""Files → values: plan files, organisation files, phrases of time."""
