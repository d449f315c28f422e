"""When: one schedule, the embedded runner that keeps it, and the same schedule for Prefect."""

from config.prefect_environment import quieten

# Prefect reads its environment while it is imported, and that happens in modules below this one.
quieten()
