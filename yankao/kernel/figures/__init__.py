"""Named numbers: each with its rows, its definition and who answers for it."""
