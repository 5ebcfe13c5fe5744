"""Where photos are kept is full, slow or away: reports still get through, nobody is fooled."""

import errno
import socket
import threading
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from yankao.kernel.cases.models import Case
from yankao.kernel.counter.models import KeptPhoto

from .conftest import Citizen, picture

FULL = {"default": {"BACKEND": f"{__name__}.FullDisk"}}


class FullDisk(FileSystemStorage):
    """Reads what is there; nothing more fits."""

    def _save(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def full(settings):
    settings.STORAGES = {**settings.STORAGES, **FULL}


def test_a_photo_that_cannot_be_stored_is_told_and_the_rest_goes_through(citizen: Citizen, full):
    form = citizen.form()
    answer = citizen.post("/report/dispatch/", {**form, "photos": [picture()]})
    page = answer.content.decode()
    assert answer.status_code == 422 and "照片暫時存不進去" in page and "路面有一個大坑洞" in page
    assert not Case.objects.exists() and not KeptPhoto.objects.exists()
    assert citizen.post("/report/dispatch/", form).status_code == 302


def test_a_disk_that_fills_up_after_the_photo_was_taken(citizen: Citizen, settings):
    citizen.client.raise_request_exception = False
    citizen.post("/photos/", {"photos": [picture()]})
    page = citizen.post("/photos/", {"photos": [picture()]}).content.decode()
    kept = page.split('name="kept" value="')[1].split('"')[0]
    settings.STORAGES = {**settings.STORAGES, **FULL}
    answer = citizen.post("/report/dispatch/", {**citizen.form(), "kept": [kept]})
    page = answer.content.decode()
    assert answer.status_code == 503 and "案件尚未收件" in page and kept in page
    assert not Case.objects.exists()


@pytest.fixture
def silent():
    """A store that takes the connection and then says nothing."""
    listener = socket.create_server(("127.0.0.1", 0))
    held, stop = [], threading.Event()

    def take():
        while not stop.is_set():
            try:
                held.append(listener.accept())
            except OSError:
                return

    thread = threading.Thread(target=take, daemon=True)
    thread.start()
    yield listener.getsockname()[1]
    stop.set()
    listener.close()
    for line, _address in held:
        line.close()


def test_a_silent_object_store_is_an_error_of_files_and_soon(silent, monkeypatch):
    pytest.importorskip("boto3")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "x")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    from yankao.kernel.files import s3

    quick = s3.PATIENT.merge(s3.Config(connect_timeout=0.3, read_timeout=0.3))
    store = s3.Store(
        bucket_name="b", endpoint_url=f"http://127.0.0.1:{silent}", region_name="x",
        client_config=quick,
    )  # fmt: skip
    for ask in (
        lambda: store.exists("a"),
        lambda: store.open("a").read(),
        lambda: store.save("a", ContentFile(BytesIO(b"x").read())),
    ):
        with pytest.raises(OSError):
            ask()
