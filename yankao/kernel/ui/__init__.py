"""Base page, components, full page or fragment, charts, maps."""
