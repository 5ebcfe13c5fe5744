"""The committed description of the API is compared with the code, place by place."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation
from ninja import NinjaAPI, Schema
from pydantic import create_model

from yankao.kernel.programmes.api import names, rooms
from yankao.kernel.programmes.management.commands import openapi


@pytest.fixture
def committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "openapi.json"
    monkeypatch.setattr(openapi, "PATH", path)
    call_command("openapi", stdout=StringIO())
    return path


def test_what_was_written_is_what_the_code_says(committed: Path) -> None:
    call_command("openapi", check=True)
    with translation.override("en"):
        call_command("openapi", check=True)


def test_each_difference_is_named(committed: Path) -> None:
    told = json.loads(committed.read_text())
    told["info"]["title"] = "Another"
    del told["components"]["schemas"]["Problem"]
    told["paths"]["/api/v1/gone"] = {}
    committed.write_text(json.dumps(told))
    with pytest.raises(CommandError) as refused:
        call_command("openapi", check=True)
    words = str(refused.value)
    assert 'info › title: "Another" became "Yankao"' in words
    assert "components › schemas › Problem: not in openapi.json" in words
    assert "paths › /api/v1/gone: no longer in the code" in words


def test_a_missing_file_and_another_spelling_are_refused(committed: Path) -> None:
    committed.write_text(json.dumps(json.loads(committed.read_text())))
    with pytest.raises(CommandError, match="spelling"):
        call_command("openapi", check=True)
    committed.unlink()
    with pytest.raises(CommandError, match="missing"):
        call_command("openapi", check=True)


def test_a_place_is_told_to_the_api_in_fractions(committed: Path) -> None:
    """Degrees are no whole numbers, although Django's FloatField is a kind of IntegerField."""
    intake = json.loads(committed.read_text())["components"]["schemas"]["DispatchIntake"]
    assert "number" in json.dumps(intake["properties"]["lng"])


def test_no_two_schemas_share_a_name() -> None:
    """The timeline was once published as the lines of a checklist, which had its name."""
    assert list(names.taken_twice(rooms.api)) == []


def test_two_schemas_of_one_name_are_found_however_deep() -> None:
    class Outer(Schema):
        lines: dict[str, list[create_model("Line", at=str)] | None]  # type: ignore[misc]

    def trial(second: type) -> list[str]:
        api = NinjaAPI(urls_namespace=second.__name__)
        api.get("/one", response=Outer)(lambda request: None)
        api.post("/two", response={201: second})(lambda request: None)
        return [told.split(":")[0] for told in names.taken_twice(api)]

    assert trial(create_model("Other", done=bool)) == []
    assert trial(create_model("Line", done=bool)) == ["2 schemas are called Line"]
