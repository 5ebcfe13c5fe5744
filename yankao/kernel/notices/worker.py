"""Starts the job queue with the application."""

from procrastinate import App


def on_app_ready(app: App) -> None:
    """Jobs import themselves through each app's `jobs` module."""
