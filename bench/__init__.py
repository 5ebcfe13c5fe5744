"""Measures the system on this machine, next to the floor below which no program can go."""
