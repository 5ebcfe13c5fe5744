"""The city at a glance: tiles of figures, composed on a page, shown on desks, walls and telephones."""
