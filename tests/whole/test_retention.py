"""When a programme's years are over the person is gone from every table; the numbers stand."""

from collections.abc import Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.test import Client
from django.utils import timezone

from yankao.chapters.service.petitions.tests import opening as petition
from yankao.chapters.service.petitions.tests.stories import closed as petition_closed
from yankao.chapters.service.petitions.tests.stories import in_progress
from yankao.kernel.cases.models import Case, ClockRun
from yankao.kernel.counter.models import Rating
from yankao.kernel.counter.tests.conftest import Citizen, picture
from yankao.kernel.files.models import Attachment
from yankao.kernel.notices.models import Notice, OutboxLetter
from yankao.kernel.notices.sending import deliver
from yankao.kernel.people.models import Contact
from yankao.kernel.programmes import registry, retention
from yankao.kernel.programmes.jobs import erase_due
from yankao.kernel.testing.desk import Desk
from yankao.kernel.timeline import timeline
from yankao.kernel.timeline.models import PersonalValue

pytestmark = pytest.mark.django_db
# What would give her away, wherever it stands; the last is cut into pairs by the search.
HER = [
    "諸葛驗收", "0987654321", "zhuge.test@example.org", "zhuge", "秘密花園九號", "諸葛",
    "建國三路12號前", "120.30217", "22.63918", "後來又下陷三公分",
]  # fmt: skip


@pytest.fixture
def desk(city: None, frozen: object, settings: object, tmp_path: object) -> Desk:
    settings.MEDIA_ROOT, settings.DEMO = tmp_path, True  # type: ignore[attr-defined]
    return Desk("dispatch", frozen)  # type: ignore[arg-type]


def tables() -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        yield from [name for (name,) in cursor.fetchall()]


def where(words: str) -> list[str]:
    """Every table in which they stand, in whatever column."""
    found = []
    for name in tables():
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT count(*) FROM "{name}" AS r WHERE r::text LIKE %s', [f"%{words}%"]
            )
            found += [name] * bool(cursor.fetchone()[0])
    return found


def reported(desk: Desk) -> Case:
    """By the counter, with everything she could say; repaired, closed, looked at, rated."""
    citizen = Citizen()
    case, _password = citizen.receipt(
        contact_name=HER[0], contact_phone=HER[1], contact_email=HER[2],
        description=f"我是{HER[0]}，{HER[4]}前面有坑洞", address="三民區建國三路12號前",
        lng="120.30217", lat="22.63918", photos=[picture(at=True)],
    )  # fmt: skip
    citizen.post(f"/progress/{case.number}/do/add/", {"more": "後來又下陷三公分"})
    unit = desk.unit("B01000")
    desk.do("notify", case, "operator", {"unit": unit.pk, "phone_notice_to": HER[0]})
    desk.do("accept", case, "duty")
    desk.do("finish", case, "crew", {"result": "fixed", "remedy": f"已告知{HER[0]}修補完成"},
            {"photos": [picture("after.jpg")]})  # fmt: skip
    desk.post(f"/service/dispatch/{case.number}/identity/", "operator", {"reason": "回電確認地點"})
    desk.do("close", case, "operator", {"told_by": "notice"})
    citizen.post(f"/progress/{case.number}/rating/", {"score": 5, "comment": f"{HER[0]}很滿意"})
    return case


def petitioned(desk: Desk) -> Case:
    """By a clerk, for somebody who sent her; answered in writing."""
    room = Desk("petitions", desk.clock)
    said = petition.data(
        contact_name=HER[0], contact_phone=HER[1], contact_email=HER[2],
        subject=f"{HER[0]}陳情路面", content=f"{HER[0]}住{HER[4]}，路面不平，請儘速辦理。",
    )  # fmt: skip
    case = room.open(said, by=petition.ROLE)
    if "register" in room.offers(case, "intake"):
        room.do("register", case, "intake", {})
    in_progress(room, case)
    petition_closed(room, case)
    return case


@pytest.fixture
def both(desk: Desk) -> list[Case]:
    cases = [reported(desk), petitioned(desk)]
    for notice in Notice.objects.filter(state="waiting"):
        deliver(notice.pk)
    Case.objects.filter(pk__in=[case.pk for case in cases]).update()
    assert OutboxLetter.objects.exists() and Attachment.objects.exists()
    return cases


def counted() -> dict[str, object]:
    """What reports are made of."""
    rows = Case.objects.values_list(
        "number", "programme", "state", "category", "district", "late", "opened_at", "closed_at",
        "holder", "hand_overs", "returns",
    )  # fmt: skip
    clocks = ClockRun.objects.values_list("case", "name", "started_at", "stopped_at", "late")
    return {
        "cases": sorted(map(str, rows)), "clocks": sorted(map(str, clocks)),
        "scores": list(Rating.objects.values_list("score", flat=True)),
        "letters": Notice.objects.values("channel").annotate(n=models.Count("pk")).count(),
    }  # fmt: skip


def test_before_her_time_is_over_nothing_is_touched(desk: Desk, both: list[Case]) -> None:
    room = registry.get("dispatch")
    desk.wait(timedelta(days=365 * room.keep_years - 30))
    erase_due(0)
    assert Contact.objects.filter(name=HER[0]).count() == 2
    assert PersonalValue.objects.exists()


def test_she_is_gone_from_every_table_and_the_numbers_stand(desk: Desk, both: list[Case]) -> None:
    before = counted()
    assert {"people_contact", "timeline_personalvalue", "notices_notice"} <= set(where(HER[0]))
    desk.wait(timedelta(days=366 * max(room.keep_years for room in registry.every()) + 30))
    erase_due(0)
    for words in HER:
        assert set(where(words)) <= sealed(words), f"{words} still stands in {where(words)}"
    assert counted() == before
    for case in both:
        assert timeline.broken(case.subject) == []
        assert [e.verb for e in timeline.entries(case.subject)][-1] == "erase"
    assert not Attachment.objects.exists()
    assert retention.erase_due(timezone.now()) == 0


def sealed(words: str) -> set[str]:
    """A name that an official typed into a result is sealed with the entry: see retention.md."""
    return {"timeline_entry"} if words in (HER[0], HER[5]) else set()


def test_what_citizens_wrote_is_not_sealed(desk: Desk, both: list[Case]) -> None:
    for case in both:
        first = next(iter(timeline.entries(case.subject)))
        assert not any(words in str(first.data) for words in HER)


def test_what_changed_is_shown_until_it_is_forgotten(desk: Desk, both: list[Case]) -> None:
    """The exact place and a citizen's words stand beside the chain; officials read them there."""
    address = f"{registry.of(both[0]).url}{both[0].number}/"
    shown = desk.get(address, by="controller").content.decode().split(">歷程<")[-1]
    assert HER[6] in shown and HER[9] in shown and "已依保存期限清除" not in shown
    desk.wait(timedelta(days=366 * 40))
    erase_due(0)
    shown = desk.get(address, by="controller").content.decode()
    assert HER[6] not in shown and HER[9] not in shown and "已依保存期限清除" in shown


def test_a_case_that_is_held_keeps_everything_until_it_is_let_go(
    desk: Desk, both: list[Case]
) -> None:
    case, officer = both[0], desk.person("controller")
    told = {"by": officer.username, "reason": "高雄地院調卷"}
    call_command("retention", hold=case.number, **told)
    desk.wait(timedelta(days=366 * 40))
    erase_due(0)
    assert Contact.objects.filter(name=HER[0]).count() == 1
    listed = StringIO()
    call_command("retention", release=case.number, **told, stdout=listed)
    call_command("retention", now=True, stdout=listed)
    assert not Contact.objects.filter(name=HER[0]).exists()
    verbs = [entry.verb for entry in timeline.entries(case.subject)]
    assert verbs[-3:] == ["release", "expire", "erase"] or verbs[-1] == "erase"
    assert "hold" in verbs and timeline.broken(case.subject) == []


def test_an_erased_case_still_opens(desk: Desk, both: list[Case]) -> None:
    desk.wait(timedelta(days=366 * 40))
    erase_due(0)
    for case in both:
        room = Desk(case.programme, desk.clock)
        person = "controller"
        page = room.get(f"{registry.of(case).url}{case.number}/", by=person)
        assert page.status_code == 200
        assert HER[0] not in page.content.decode().split("歷程")[0]
    assert Client().get(f"/progress/{both[0].number}/").status_code == 302
