"""One index over every room."""
