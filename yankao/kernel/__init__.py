"""What every room needs, built once."""
