"""Commands for trying the city out."""
