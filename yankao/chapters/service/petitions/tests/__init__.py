"""Stories of petitions, told through the front door."""
