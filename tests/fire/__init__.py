"""A small city of real processes, and what is done to it."""
