"""The citizen's side: public intake, number and password, rating."""
