"""Case, workflow, clocks: one way in, one way to move."""
