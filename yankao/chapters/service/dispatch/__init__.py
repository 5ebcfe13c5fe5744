"""派工通報: immediate removal of a danger or nuisance within four hours."""
