"""A video call of a citizen and an official: browsers find each other here, nothing else."""
