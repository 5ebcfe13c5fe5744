"""A case on paper: as PDF and as ODT, what this person may see and no more."""
