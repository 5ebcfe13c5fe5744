"""No test leaves this machine: sockets reach 127.0.0.1 and local files only."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

LOCAL = {"127.0.0.1", "::1", "localhost", "", None}


class NetworkIsOff(AssertionError):
    """A test tried to leave this machine."""


def _check(host: Any) -> None:
    if isinstance(host, bytes):
        host = host.decode()
    if host not in LOCAL:
        raise NetworkIsOff(f"{host}: tests reach this machine only")


def _guarded(real: Any) -> Any:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family != socket.AF_UNIX:
            _check(address[0])
        return real(self, address)

    return connect


def _guarded_lookup(real: Any) -> Any:
    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        _check(host)
        return real(host, *args, **kwargs)

    return getaddrinfo


@pytest.fixture(scope="session", autouse=True)
def network_off() -> Iterator[None]:
    """For the whole run, fixtures of session scope included."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield
