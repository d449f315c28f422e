"""Use cases, one transaction each, split by noun."""
