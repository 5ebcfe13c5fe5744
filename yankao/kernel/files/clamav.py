"""Asks a ClamAV daemon about a file, by its INSTREAM protocol over TCP."""

import socket
import struct

from django.conf import settings

CHUNK = 64 * 1024
TIMEOUT = 10.0


class Unavailable(Exception):
    """The scanner did not answer, or could not judge."""


def configured() -> bool:
    return bool(settings.CLAMAV_ADDRESS)


def find_virus(content: bytes) -> str:
    """The virus' name, or nothing when the file is clean."""
    answer = _ask(content)
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")[:100]
    if answer == "stream: OK":
        return ""
    raise Unavailable(answer[:200] or "no answer")


def _ask(content: bytes) -> str:
    host, _, port = settings.CLAMAV_ADDRESS.removeprefix("tcp://").rpartition(":")
    try:
        with socket.create_connection((host.strip("[]"), int(port)), TIMEOUT) as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), CHUNK):
                piece = content[start : start + CHUNK]
                line.sendall(struct.pack(">I", len(piece)) + piece)
            line.sendall(struct.pack(">I", 0))
            return _read_answer(line)
    except (OSError, ValueError) as error:
        raise Unavailable(str(error)) from error


def _read_answer(line: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096:
        piece = line.recv(1024)
        if not piece:
            break
        answer += piece
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")
