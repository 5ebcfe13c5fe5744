"""An object store that is slow or away is an ordinary OSError, and soon."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from storages.backends.s3 import S3Storage

P = ParamSpec("P")
R = TypeVar("R")
PATIENCE = float(os.environ.get("S3_TIMEOUT", "5"))
PATIENT = Config(
    connect_timeout=PATIENCE, read_timeout=PATIENCE, retries={"total_max_attempts": 2},
    signature_version="s3v4",
)  # fmt: skip


@contextmanager
def sorted_errors() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise OSError("the object store does not answer") from error


def plain(method: Callable[P, R]) -> Callable[P, R]:
    """The same method; what the store's library raises becomes an OSError."""

    @wraps(method)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        with sorted_errors():
            return method(*args, **kwargs)

    return asked


class Store(S3Storage):  # type: ignore[misc]
    """Waits some seconds at most, twice."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"client_config": PATIENT, **settings})

    def _open(self, name: str, mode: str = "rb") -> Any:
        """Fetched at once, so that whatever can go wrong goes wrong here."""
        with sorted_errors():
            found = super()._open(name, mode)
            if "r" in mode:
                found.file.seek(0)
        return found

    _save = plain(S3Storage._save)
    exists = plain(S3Storage.exists)
    size = plain(S3Storage.size)
    delete = plain(S3Storage.delete)
    listdir = plain(S3Storage.listdir)
    get_modified_time = plain(S3Storage.get_modified_time)
