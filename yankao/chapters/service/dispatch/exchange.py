"""Which files of 1999 cases can be read: one mapping each, in data/sources."""

from pathlib import Path

SOURCES = Path(__file__).parent / "data" / "sources"
