"""Yankao: every promise of a city has an owner, a clock and evidence."""
