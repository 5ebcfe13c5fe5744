"""Organisations, persons, duties, contacts."""
