"""A backup restores to what it was, and the rehearsal notices when it does not."""

import json
import tarfile
from urllib.parse import quote

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from psycopg import sql

from deploy.backup import MANIFEST, backup
from deploy.rehearse import rehearse
from deploy.stored import fingerprints, pack, unpack

pytestmark = pytest.mark.django_db(transaction=True)


def address(name: str) -> str:
    settings = connection.settings_dict
    host = quote(settings["HOST"], safe="")
    words = f"host={host}&port={settings['PORT'] or 5432}&user={quote(settings['USER'])}"
    return f"postgresql:///{name}?{words}&password={quote(settings['PASSWORD'])}"


@pytest.fixture
def empty_database():
    name = f"{connection.settings_dict['NAME']}_rehearsal"
    with psycopg.connect(address("postgres"), autocommit=True) as server:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield address(name)
        server.execute(drop)


@pytest.fixture
def taken(tmp_path):
    get_user_model().objects.create(username="chen", name="陳一𠀀")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "hole.jpg").write_bytes(b"a photograph")
    folder = tmp_path / "backup"
    backup(folder, address(connection.settings_dict["NAME"]), tmp_path / "files")
    return folder


def wrong(folder, url):
    found = rehearse(folder, url, None)
    return [problem for _, problems in found for problem in problems]


def test_everything_comes_back(taken, empty_database):
    assert wrong(taken, empty_database) == []


def test_a_lost_row_and_a_changed_file_are_noticed(taken, empty_database):
    manifest = json.loads((taken / MANIFEST).read_text())
    manifest["tables"]["public.people_person"] = "2 rows, checksum 0"
    manifest["files"]["hole.jpg"] = "0" * 64
    (taken / MANIFEST).write_text(json.dumps(manifest))
    assert [line.split(":")[0] for line in wrong(taken, empty_database)] == [
        "public.people_person",
        "hole.jpg",
    ]


def test_photos_that_come_and_go_meanwhile_spoil_no_backup(tmp_path, monkeypatch):
    folder, add = tmp_path / "files", tarfile.TarFile.add
    (folder / "photos").mkdir(parents=True)
    for name in ("1-kept", "2-forgotten"):
        (folder / "photos" / name).write_text(name)

    def amid_changes(archive, path, **how):
        add(archive, path, **how)
        (folder / "photos" / "2-forgotten").unlink(missing_ok=True)
        (folder / "photos" / "3-new").write_text("3-new")

    monkeypatch.setattr(tarfile.TarFile, "add", amid_changes)
    packed = pack(folder, tmp_path / "files.tar")
    unpack(tmp_path / "files.tar", tmp_path / "restored")
    assert list(packed) == ["photos/1-kept"]
    assert fingerprints(tmp_path / "restored") == packed
