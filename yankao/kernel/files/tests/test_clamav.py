"""The scanner: clean, infected, silent, and asked again."""

import contextlib
import socket
import struct
from threading import Thread

import pytest

from yankao.kernel.files.attaching import attach
from yankao.kernel.files.clamav import Unavailable, find_virus
from yankao.kernel.files.intake import accept
from yankao.kernel.files.jobs import judge, scan_waiting
from yankao.kernel.files.models import Attachment, Scan
from yankao.kernel.files.words import Refused
from yankao.kernel.timeline import timeline

from .conftest import NOON, PDF, picture, upload

CLEAN = b"stream: OK\0"
FOUND = b"stream: Eicar-Test-Signature FOUND\0"


class Daemon:
    """Speaks as much of clamd as we need, over a real socket."""

    def __init__(self, answer: bytes):
        self.answer = answer
        self.received: list[bytes] = []
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.server.getsockname()[1]}"
        Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack(">I", stream.read(4))[0]:
                    content += stream.read(length)
                self.received.append(content)
                line.sendall(self.answer)

    def stop(self):
        with contextlib.suppress(OSError):
            self.server.shutdown(socket.SHUT_RDWR)
        self.server.close()


@pytest.fixture
def daemon(settings):
    started = []

    def start(answer: bytes) -> Daemon:
        started.append(Daemon(answer))
        settings.CLAMAV_ADDRESS = started[-1].address
        return started[-1]

    yield start
    for one in started:
        one.stop()


def test_the_whole_file_is_sent_and_a_clean_one_passes(daemon):
    clamd = daemon(CLEAN)
    content = bytes(range(256)) * 1000
    assert find_virus(content) == ""
    assert clamd.received == [content]


def test_a_virus_is_called_by_its_name(daemon):
    daemon(FOUND)
    assert find_virus(b"X5O!P%@AP") == "Eicar-Test-Signature"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: "])
def test_an_answer_that_is_no_judgement_counts_as_silence(daemon, answer):
    daemon(answer)
    with pytest.raises(Unavailable):
        find_virus(b"x")


def test_an_address_that_is_none_counts_as_silence(settings):
    settings.CLAMAV_ADDRESS = "nonsense"
    with pytest.raises(Unavailable):
        find_virus(b"x")


def test_an_infected_upload_is_refused_with_the_name_of_the_virus(db, daemon):
    daemon(FOUND)
    with pytest.raises(Refused, match="Eicar-Test-Signature"):
        accept(upload(PDF, "a.pdf"), kind="document")


def test_a_clean_upload_is_marked_so(db, daemon):
    daemon(CLEAN)
    assert accept(upload(picture(), "a.jpg"), kind="photo").scan == Scan.CLEAN


@pytest.fixture
def waiting(case, daemon):
    daemon(CLEAN).stop()
    row = attach(case, accept(upload(PDF, "a.pdf"), kind="document"), by=None, at=NOON)
    assert row.scan == Scan.WAITING
    assert row not in Attachment.objects.shown()
    return row


def test_while_the_scanner_is_silent_a_file_waits_and_is_not_lost(waiting):
    scan_waiting(0)
    assert Attachment.objects.waiting_for_scan().get() == waiting


def test_once_the_scanner_answers_a_clean_file_is_set_free(waiting, daemon):
    clamd = daemon(CLEAN)
    scan_waiting(0)
    assert Attachment.objects.shown().get() == waiting
    assert clamd.received == [PDF]


def test_once_the_scanner_answers_an_infected_file_is_locked_and_told(waiting, daemon):
    daemon(FOUND)
    scan_waiting(0)
    waiting.refresh_from_db()
    assert waiting.scan == Scan.INFECTED
    entry = list(timeline.entries(waiting.case.subject))[-1]
    assert (entry.verb, entry.data["virus"]) == ("quarantine", "Eicar-Test-Signature")


def test_a_judgement_given_twice_is_told_once(waiting, daemon):
    daemon(FOUND)
    judge(waiting)
    judge(waiting)
    assert [entry.verb for entry in timeline.entries(waiting.case.subject)] == [
        "attach", "quarantine",
    ]  # fmt: skip


def test_a_scanner_switched_off_leaves_waiting_files_waiting(waiting, settings):
    settings.CLAMAV_ADDRESS = ""
    scan_waiting(0)
    assert Attachment.objects.waiting_for_scan().exists()
