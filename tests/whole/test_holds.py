"""What a court or an audit needs outlives its years, through the front door, until it is let go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from yankao.chapters.service.petitions.tests import opening as petition
from yankao.kernel.cases.models import Case
from yankao.kernel.counter.tests.conftest import Citizen, picture
from yankao.kernel.people.models import Contact
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.jobs import erase_due, expire_holds
from yankao.kernel.programmes.models import ErasureRun, Hold
from yankao.kernel.tasks.models import Task
from yankao.kernel.testing.desk import Desk
from yankao.kernel.testing.routes import sample_case
from yankao.kernel.timeline import timeline

pytestmark = pytest.mark.django_db
FILE, WHY = "雄院國字第1150001234號", "國家賠償訴訟調卷"
HER = "諸葛保全"


@pytest.fixture
def desk(city: None, frozen: object, settings: object, tmp_path: object) -> Desk:
    settings.MEDIA_ROOT, settings.DEMO = tmp_path, True  # type: ignore[attr-defined]
    return Desk("dispatch", frozen)  # type: ignore[arg-type]


def closed(desk: Desk, who: str = HER, number: int = 1) -> Case:
    """Reported at the counter and over."""
    case, _password = Citizen().receipt(
        contact_name=who, contact_phone=f"098765432{number}", contact_email="",
        address=f"三民區建國三路{number}號前",
    )  # fmt: skip
    desk.do("notify", case, "operator", {"unit": desk.unit("B01000").pk, "phone_notice_to": "值勤"})
    desk.do("accept", case, "duty")
    desk.do("finish", case, "crew", {"result": "fixed", "remedy": "坑洞修補完成"},
            {"photos": [picture("after.jpg")]})  # fmt: skip
    desk.do("close", case, "operator", {"told_by": "notice"})
    return case


def at(case: Case, place: str = "hold") -> str:
    return f"{registry.of(case).url}{case.number}/{place}/"


def hold(desk: Desk, case: Case, **more: str) -> Hold:
    told = {"scope": "case", "reference": FILE, "reason": WHY, "ends": "", **more}
    answer = desk.post(at(case), "controller", told)
    assert answer.status_code == 302, answer.content.decode()
    return Hold.objects.standing().filter(case=case).latest("pk")


def night(desk: Desk) -> ErasureRun:
    """What the erasure of this night wrote down for the room."""
    erase_due(0)
    return ErasureRun.objects.filter(programme="dispatch").first()  # type: ignore[return-value]


def known(case: Case) -> bool:
    return Contact.objects.filter(cases=case, name=HER).exists()


def much_later(desk: Desk) -> None:
    desk.wait(timedelta(days=366 * desk.programme.keep_years + 30))


def test_the_night_passes_over_what_is_held_and_says_so(desk: Desk) -> None:
    kept, gone = closed(desk), closed(desk, number=2)
    made = hold(desk, kept)
    assert desk.get(at(kept), by="controller").content.decode().count(FILE) == 1
    much_later(desk)
    run = night(desk)
    assert (run.erased, run.held) == (1, 1)
    assert known(kept) and not known(gone)
    listed = desk.get("/service/dispatch/holds/", by="controller").content.decode()
    assert kept.number in listed and FILE in listed and WHY in listed
    answer = desk.post(f"/service/dispatch/holds/{made.pk}/", "controller", {"reason": "判決確定"})
    assert answer.status_code == 302
    run = night(desk)
    assert (run.erased, run.held) == (1, 0)
    assert not known(kept) and timeline.broken(kept.subject) == []
    verbs = [entry.verb for entry in timeline.entries(kept.subject)]
    assert [verb for verb in verbs if verb in ("hold", "release", "erase")] == [
        "hold", "release", "erase",
    ]  # fmt: skip
    assert "判決確定" in desk.get("/service/dispatch/holds/", by="controller").content.decode()


def test_a_hold_on_a_person_reaches_what_was_joined_and_what_comes_later(desk: Desk) -> None:
    first, second, other = closed(desk), closed(desk, number=2), closed(desk, number=3)
    hold(desk, first, scope="person")
    Contact.objects.filter(cases__in=[first, second]).update(same_as=first.contact_id)
    later = closed(desk, number=4)
    Contact.objects.filter(cases=later).update(same_as=first.contact_id)
    much_later(desk)
    run = night(desk)
    assert (run.erased, run.held) == (1, 3)
    assert [known(case) for case in (first, second, later, other)] == [True, True, True, False]


def test_the_other_cases_of_a_held_person_give_nobody_away(desk: Desk) -> None:
    """Who may not know reporters learns from no page that two cases are one person's."""
    first, second = closed(desk), closed(desk, number=2)
    Contact.objects.filter(cases__in=[first, second]).update(same_as=first.contact_id)
    hold(desk, first, scope="person")
    seen = desk.get(f"/service/dispatch/{second.number}/", by="controller").content.decode()
    assert "保全中" not in seen
    assert "保全中" not in desk.get(at(second), by="controller").content.decode()
    assert (
        "保全中" in desk.get(f"/service/dispatch/{second.number}/", by="operator").content.decode()
    )
    assert "hold" not in [entry.verb for entry in timeline.entries(second.subject)]


def test_a_proxy_is_held_with_the_person(desk: Desk) -> None:
    """People to whom only the detail points are people too."""
    room = Desk("petitions", desk.clock)
    case = room.open(petition.data(), by=petition.ROLE)
    proxy = Contact.objects.create(name=HER, phone="0911222333")
    type(case.petitions).objects.filter(pk=case.pk).update(proxy=proxy)
    reported = closed(desk)
    Contact.objects.filter(pk__in=[proxy.pk, reported.contact_id]).update(same_as=proxy.pk)
    Case.objects.filter(pk=case.pk).update(closed_at=timezone.now())
    hold(desk, reported, scope="person")
    desk.wait(timedelta(days=366 * max(one.keep_years for one in registry.every()) + 30))
    erase_due(0)
    proxy.refresh_from_db()
    assert proxy.name == HER


def test_a_hold_ends_by_itself_after_its_last_day_and_whoever_set_it_is_asked_before(
    desk: Desk,
) -> None:
    case = closed(desk)
    last = timezone.localdate() + timedelta(days=100)
    made = hold(desk, case, ends=last.isoformat())
    expire_holds(0)
    assert not Task.objects.filter(kind="hold").exists()
    desk.wait(timedelta(days=75))
    expire_holds(0), expire_holds(0)
    task = Task.objects.get(kind="hold")
    assert (task.asked_of, case.number in task.title) == (desk.person("controller"), True)
    assert "即將到期" in desk.get("/service/dispatch/holds/", by="controller").content.decode()
    told = desk.get("/api/v1/service/dispatch/holds", by="controller", state="soon").json()
    assert [one["id"] for one in told] == [made.pk]
    desk.wait(timedelta(days=25))
    expire_holds(0)
    assert Hold.objects.standing().count() == 1, "the last day is held too"
    desk.wait(timedelta(days=1))
    expire_holds(0)
    assert not Hold.objects.standing().exists() and not Task.objects.open().exists()
    last_entry = list(timeline.entries(case.subject))[-1]
    assert (last_entry.verb, last_entry.actor_id) == ("release", None)
    past = desk.get("/service/dispatch/holds/", by="controller").content.decode()
    assert "保全期限屆滿" in past


@pytest.mark.parametrize("lacking", [
    {"reference": ""}, {"reason": ""}, {"ends": "2026-06-15"}, {"scope": "everything"},
])  # fmt: skip
def test_what_is_lacking_is_asked_again_and_what_was_typed_stands(
    desk: Desk, lacking: dict[str, str]
) -> None:
    case = closed(desk)
    told = {"scope": "person", "reference": FILE, "reason": WHY, "ends": "2027-01-31", **lacking}
    answer = desk.post(at(case), "controller", told)
    assert answer.status_code == 422 and not Hold.objects.exists()
    for name in {"reference", "reason", "ends"} - set(lacking):
        assert told[name] in answer.content.decode()
    api = f"/api/v1/service/dispatch/cases/{case.number}/holds"
    refused = desk.post(api, "controller", {**told, "ends": told["ends"] or None})
    assert (refused.status_code, [*refused.json()["fields"]]) == (422, [*lacking])


def test_two_files_hold_apart_and_the_same_file_holds_once(desk: Desk) -> None:
    case = closed(desk)
    first = hold(desk, case)
    assert hold(desk, case) == first
    second = hold(desk, case, reference="審計部115年字第77號")
    page = f"/service/dispatch/holds/{first.pk}/"
    desk.post(page, "controller", {"reason": "判決確定"})
    assert list(Hold.objects.standing()) == [second]
    again = desk.post(page, "controller", {"reason": "判決確定"})
    assert again.status_code == 409 and "剛才已經解除" in again.content.decode()


def test_what_was_erased_cannot_be_held(desk: Desk) -> None:
    case = closed(desk)
    much_later(desk)
    night(desk)
    told = {"scope": "case", "reference": FILE, "reason": WHY}
    assert desk.post(at(case), "controller", told).status_code == 409
    api = f"/api/v1/service/dispatch/cases/{case.number}/holds"
    assert desk.post(api, "controller", told).status_code == 409
    assert not Hold.objects.exists()


@pytest.mark.parametrize("name", [room.name for room in registry.every()])
def test_only_who_manages_the_room_finds_its_holds(city: None, frozen: object, name: str) -> None:
    """Every role by every address of holds, page and endpoint."""
    desk = Desk(name, frozen)  # type: ignore[arg-type]
    room, case = desk.programme, sample_case(desk)
    managers = {role.name for role in room.managers}
    made = Hold.objects.create(
        case=case, by=desk.person(min(managers)), reason=WHY, reference=FILE, since=timezone.now()
    )
    for role in (one.name for one in room.workflow.roles.values() if one.held):
        sees = Case.objects.visible_to(desk.person(role)).filter(pk=case.pk).exists()
        for base, of_case in ((room.url, f"{case.number}/hold/"),
                              (room.api, f"cases/{case.number}/holds")):  # fmt: skip
            slash = "/" if base == room.url else ""
            for place, needs_case in ((f"holds{slash}", False), (f"holds/{made.pk}{slash}", True),
                                      (of_case, True)):  # fmt: skip
                answer = desk.get(f"{base}{place}", by=role)
                allowed = role in managers and (sees or not needs_case)
                assert answer.status_code == (200 if allowed else 404), f"{role} {base}{place}"
                if not (allowed and sees):
                    assert FILE not in answer.content.decode()
        if role not in managers:
            let_go = desk.post(f"{room.api}holds/{made.pk}/release", role, {"reason": "不需要了"})
            assert let_go.status_code == 404
            page = desk.post(f"{room.url}holds/{made.pk}/", role, {"reason": "不需要了"})
            assert page.status_code == 404
    assert Hold.objects.standing().count() == 1


def test_reason_and_file_are_on_no_page_of_who_does_not_manage(desk: Desk) -> None:
    case = closed(desk)
    hold(desk, case)
    for role, told in (("operator", True), ("contractor", False)):
        for url in (f"/service/dispatch/{case.number}/",
                    f"/api/v1/service/dispatch/cases/{case.number}/timeline"):  # fmt: skip
            seen = desk.get(url, by=role)
            words = str(seen.json()) if url.startswith("/api") else seen.content.decode()
            assert FILE not in words and WHY not in words
            if seen.status_code == 200:
                assert ("保全" in words) == told, f"{role} {url}"
