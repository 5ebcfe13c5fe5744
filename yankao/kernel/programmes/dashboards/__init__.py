"""The city at a glance: tiles of figures on a page, for desks, walls and telephones."""
