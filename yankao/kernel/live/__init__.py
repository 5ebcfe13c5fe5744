"""What pages are told the moment it happens: one process, server-sent events."""
