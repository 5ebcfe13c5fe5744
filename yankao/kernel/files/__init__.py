"""Attachments: checked, hashed, kept as long as their case."""
