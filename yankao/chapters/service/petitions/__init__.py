"""人民陳情: every petition to the city, answered in time, measured and closed."""
