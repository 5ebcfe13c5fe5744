"""Taiwanese working days and limits."""
