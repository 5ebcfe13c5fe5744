"""What prepares, checks and extends the project; nothing in the system itself imports it."""
