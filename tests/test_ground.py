"""The conditions under which all other tests run."""

import socket
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.network import NetworkIsOff


def test_no_test_reaches_another_machine():
    with pytest.raises(NetworkIsOff), socket.socket() as door:
        door.connect(("192.0.2.1", 80))
    with pytest.raises(NetworkIsOff):
        socket.create_connection(("example.org", 80), timeout=1)


def test_this_machine_is_reached():
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    Thread(target=server.serve_forever, daemon=True).start()
    with socket.create_connection(("127.0.0.1", server.server_port), timeout=5) as door:
        assert door.getpeername()[1] == server.server_port
    server.shutdown()
    server.server_close()
