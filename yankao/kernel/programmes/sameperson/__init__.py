"""Two records of one person: found, proposed by one official, decided by another, taken back."""
