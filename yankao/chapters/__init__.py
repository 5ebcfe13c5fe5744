"""The rooms: one folder per chapter of the annual report."""
