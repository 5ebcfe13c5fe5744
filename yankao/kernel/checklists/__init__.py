"""What must not be forgotten: lists that officials edit, ticked at each case."""
