"""The city on one machine, for trying it out; never for real records."""

import os

from .base import *  # noqa: F403
from .base import VAR

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
DEMO = True


def _secret() -> str:
    path = VAR / "secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(os.urandom(32).hex())
    return path.read_text()


SECRET_KEY = _secret()
PUSH_KEY_FILE = str(VAR / "push.pem")
