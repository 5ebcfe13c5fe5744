"""Two people press together: one wins, the other reads why; a rollback takes its letter."""

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from yankao.kernel.cases.errors import CaseError
from yankao.kernel.cases.models import Case
from yankao.kernel.notices.models import Notice
from yankao.kernel.programmes import desk as front
from yankao.kernel.testing.desk import Desk
from yankao.kernel.testing.routes import sample_case
from yankao.kernel.timeline import timeline

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(transactional_db: None, city: None, frozen: object) -> Iterator[Desk]:
    yield Desk("dispatch", frozen)  # type: ignore[arg-type]
    connections.close_all()


def notify(desk: Desk, case: Case) -> dict[str, object]:
    return {"unit": desk.unit("B01000").pk, "phone_notice_to": "李值勤"}


def test_four_presses_of_one_button_move_the_case_once(desk: Desk) -> None:
    case, operator = sample_case(desk), desk.person("operator")
    data, refusals = notify(desk, case), []

    def press() -> None:
        try:
            front.act(case, "notify", by=operator, data=data)
        except CaseError as error:
            refusals.append(str(error))
        finally:
            connection.close()

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert len(refusals) == 3
    assert all("測試operator" in words for words in refusals)
    verbs = [entry.verb for entry in timeline.entries(case.subject)]
    assert verbs == ["open", "notify"]
    assert timeline.broken(case.subject) == []


def test_a_rolled_back_move_leaves_no_letter_and_no_job(desk: Desk) -> None:
    case = sample_case(desk)
    unit = desk.unit("B01000")
    unit.email = "maintenance@example.gov.tw"
    unit.save()
    jobs = ProcrastinateJob.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        desk.do("notify", case, "operator", notify(desk, case))
        assert ProcrastinateJob.objects.count() > jobs
        raise RuntimeError("the power fails here")
    case.refresh_from_db()
    assert case.state == "created"
    assert (ProcrastinateJob.objects.count(), Notice.objects.count()) == (jobs, 0)
