"""The 1999 contact centre: so far how its calls are reckoned and how many agents they need."""
