"""The centre's report of a month, from the rooms' own words and the numbers of that month."""

import pytest
from django.core.management import CommandError, call_command

from yankao.kernel.testing.desk import Desk
from yankao.kernel.testing.routes import sample_case


@pytest.fixture
def editions(city: None, frozen: object) -> Desk:
    sample_case(Desk("dispatch", frozen))  # type: ignore[arg-type]
    return Desk("editions", frozen)  # type: ignore[arg-type]


def test_the_centre_reports_a_month_with_the_numbers_of_that_month(editions, tmp_path):
    call_command("report", "115-06", kind="centre", into=tmp_path)
    [folder] = tmp_path.iterdir()
    page = (folder / "centre-115-06.html").read_text()
    assert "115年6月聯合服務中心月報" in page and "本月派工通報" in page and "全年" not in page
    for wrong in ("115", "115-13", "115-6", "x-06", "115-00"):
        with pytest.raises(CommandError):
            call_command("report", wrong, kind="centre", into=tmp_path)


def test_an_edition_of_a_month_calls_those_who_have_something_to_say(editions):
    told = {"kind": "centre", "edition": "115-05", "collect_by": "2026-07-10", "word_limit": 0}
    case = editions.open(told, by="editor")
    titles = {section.title for section in case.spawned.all()}
    rooms = {"人民陳情", "1999 話務中心", "法律諮詢", "派工通報", "手語視訊服務"}
    assert titles == rooms
