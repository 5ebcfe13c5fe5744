"""Links by which a utility or contractor answers about one case without an account."""
