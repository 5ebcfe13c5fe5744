"""What is kept in memory is never old."""
