"""Accounts: pages, API, the first official."""
