"""Stories of many cases at once."""
