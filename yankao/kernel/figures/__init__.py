"""Named indicators with drill-down."""
