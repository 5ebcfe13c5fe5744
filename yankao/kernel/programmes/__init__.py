"""Declaration, discovery, generic pages, API, menu."""
