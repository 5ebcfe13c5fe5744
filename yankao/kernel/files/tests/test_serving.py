"""How a file goes back to a browser."""

import pytest
from django.core.files.storage import default_storage
from django.http import Http404

from yankao.kernel.files.attaching import attach
from yankao.kernel.files.intake import accept
from yankao.kernel.files.models import Attachment, Scan
from yankao.kernel.files.serving import serve

from .conftest import NOON, PDF, picture, upload


def attached(case, content, name, kind="document"):
    return attach(case, accept(upload(content, name), kind=kind), by=None, at=NOON)


def body(response):
    content = b"".join(response.streaming_content)
    response.close()
    return content


def test_a_photo_is_shown_and_can_do_nothing(case, rf):
    row = attached(case, picture(), "坑洞.jpg", "photo")
    response = serve(rf.get("/"), row)
    assert body(response).startswith(b"\xff\xd8\xff")
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline")
    assert "%E5%9D%91" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-cache"


def test_the_thumbnail_is_its_own_small_file(case, rf):
    row = attached(case, picture(size=(2000, 1000)), "a.jpg", "photo")
    small, large = serve(rf.get("/"), row, thumbnail=True), serve(rf.get("/"), row)
    assert small["Content-Type"] == "image/webp"
    assert len(body(small)) < len(body(large))
    assert small["ETag"] != large["ETag"]


@pytest.mark.parametrize(
    ("content", "name", "served"),
    [(PDF, "a.pdf", "application/pdf"), ("信".encode(), "a.txt", "text/plain; charset=utf-8")],
)
def test_a_document_is_downloaded(case, rf, content, name, served):
    response = serve(rf.get("/"), attached(case, content, name))
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Type"] == served
    assert body(response) == content


def test_an_unchanged_file_is_not_sent_again(case, rf):
    row = attached(case, PDF, "a.pdf")
    first = serve(rf.get("/"), row)
    first.close()
    second = serve(rf.get("/", headers={"If-None-Match": first["ETag"]}), row)
    assert second.status_code == 304
    assert second["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize(("scan", "words"), [(Scan.WAITING, "待掃描"), (Scan.INFECTED, "惡意程式")])
def test_what_is_not_judged_clean_is_not_handed_out(case, rf, scan, words):
    row = attached(case, PDF, "a.pdf")
    Attachment.objects.update(scan=scan)
    row.refresh_from_db()
    response = serve(rf.get("/"), row)
    assert response.status_code == 409
    assert words in response.content.decode()


def test_lost_bytes_are_said_to_be_lost(case, rf, caplog):
    row = attached(case, PDF, "a.pdf")
    default_storage.delete(row.stored.name)
    with pytest.raises(Http404):
        serve(rf.get("/"), row)
    assert "missing" in caplog.text
