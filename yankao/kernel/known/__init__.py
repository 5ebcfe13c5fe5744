"""Small tables kept in memory, and read again when they changed."""
