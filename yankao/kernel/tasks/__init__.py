"""Who is asked for what by when."""
