"""A mail server that takes or refuses as it is told, and remembers what it took."""

import socketserver
import threading
from collections import Counter
from email import message_from_bytes
from typing import Any


class Conversation(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a sender needs."""

    server: "Sink"

    def handle(self) -> None:
        self.say(220)
        while line := self.rfile.readline():
            verb = line.strip().upper().split(b" ")[0]
            if verb == b"QUIT":
                self.say(221)
                return
            if verb == b"DATA":
                self.data()
            elif verb == b"RCPT" and self.server.refuses:
                self.say(self.server.refuses)
            else:
                self.say(250)

    def data(self) -> None:
        self.say(354)
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.keep(b"".join(lines))
        self.say(250)

    def say(self, code: int) -> None:
        self.wfile.write(f"{code} said\r\n".encode())


class Sink(socketserver.ThreadingTCPServer):
    """Lives through everything: it belongs to the test, not to the city."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.port: int = self.server_address[1]
        self.taken: Counter[str] = Counter()
        self.texts: dict[str, str] = {}
        self.refuses = 0
        self.lock = threading.Lock()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def keep(self, content: bytes) -> None:
        letter = message_from_bytes(content)
        payload: Any = letter.get_payload(decode=True)
        name = str(letter["Message-ID"]).strip("<>")
        with self.lock:
            self.taken[name] += 1
            self.texts[name] = payload.decode()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender killed in the middle of a sentence is what we came for."""

    def close(self) -> None:
        self.shutdown()
        self.server_close()
