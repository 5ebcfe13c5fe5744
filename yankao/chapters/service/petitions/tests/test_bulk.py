"""Many petitions answered with one text, each with its own words filled in."""

from yankao.kernel.cases.models import Case
from yankao.kernel.programmes import jobs
from yankao.kernel.programmes.models import Batch
from yankao.kernel.testing.desk import Desk

from .stories import in_progress, received


def start(desk: Desk, action: str, **data: object) -> Batch:
    given = {"action": action, "confirmed": "1", **data}
    assert desk.post("/desk/bulk/", "officer", given).status_code == 302
    return Batch.objects.latest("pk")


def test_each_petitioner_reads_a_reply_of_their_own(desk: Desk) -> None:
    made = [in_progress(desk, received(desk, contact_name=name)) for name in ("王大明", "李小華")]
    text = "{name}您好：您的案件{number}，本處已派員現勘，依市區道路條例辦理，如有疑問請電{phone}。"
    data = {"text": text, "closure": "adopted", "number": [case.number for case in made]}
    batch = start(desk, "petitions.draft", **data)
    page = desk.get(f"/desk/batches/{batch.pk}/", "officer").content.decode()
    assert "王大明您好" in page and "李小華您好" in page
    desk.post(f"/desk/batches/{batch.pk}/", "officer", {"do": "confirm", "at_once": "1"})
    jobs.run_batch(batch.pk)
    replies = [Case.objects.get(pk=case.pk).petitions.reply_text for case in made]  # type: ignore[attr-defined]
    assert all(case.number in reply for case, reply in zip(made, replies, strict=True))
    unknown = start(desk, "petitions.draft", **{**data, "text": f"{text}{{fax}}"})
    shown = desk.get(f"/desk/batches/{unknown.pk}/", "officer").content.decode()
    assert "可執行" not in shown or "可執行 0 件" in shown
