"""Contract tests, the desk fixture, the sample year."""
