"""Commands of street dispatch."""
