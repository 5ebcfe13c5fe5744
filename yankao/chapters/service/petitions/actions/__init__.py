"""The verbs of a petition: who may press them, from where, and what they ask."""
