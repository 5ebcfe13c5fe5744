"""Open311 GeoReport v2: the counter for other systems, driven by a programme's public door."""
