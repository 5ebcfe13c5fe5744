"""Commands of the rooms together."""
