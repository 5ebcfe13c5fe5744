"""Where the demo listens, and whether it does."""

import http.client
import socket
import time

HOST = "127.0.0.1"


def free_port(first: int, tries: int = 100) -> int:
    """`first`, or the next port nobody listens on."""
    for port in range(first, first + tries):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise OSError(f"no free port from {first} to {first + tries - 1}")


def answers(port: int, patience: float = 60.0) -> bool:
    """Waits until the server there answers a request, whatever it says."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        connection = http.client.HTTPConnection(HOST, port, timeout=10)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return True
        finally:
            connection.close()
    return False
