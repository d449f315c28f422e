"""Benchmarks: what the engine costs, as ratios to the same work done bare, both measured in one run."""
