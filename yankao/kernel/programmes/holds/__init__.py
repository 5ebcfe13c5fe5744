"""Holding records back from erasure: for a court, an audit, an investigation."""
