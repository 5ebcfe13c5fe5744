"""What lies around a case: files, reporter, clocks, relatives, the proof of its chain."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema

from yankao.kernel.cases.clocks import runs_of
from yankao.kernel.cases.models import Case, ClockRun
from yankao.kernel.cases.visibility import may_see_identity
from yankao.kernel.files.boxes import BadBox, Box
from yankao.kernel.files.masking import mask
from yankao.kernel.people.models import Person
from yankao.kernel.text.known import masked
from yankao.kernel.timeline import timeline

from .. import casepage, masking_pages, publishing, relatives, suggesting
from ..access import case_or_404, client
from ..explain import explain
from ..programme import Programme
from ..schemas import ContactOut, DeskFileOut, Problem, Why, file_told
from .door import PROBLEMS, refused, who


class SentenceOut(Schema):
    sentence: str


class ClockOut(Schema):
    name: str
    label: str
    limit: str
    started_at: Any
    due_at: Any
    stopped_at: Any
    late: bool


class RelativeOut(Schema):
    """Another case: how it is related, and where to read it."""

    relation: str
    number: str
    programme: str
    title: str
    state: str


class FileOpen(Schema):
    public: bool


class BoxesIn(Schema):
    """Left, top, width and height of each part, in percent of the picture."""

    boxes: list[tuple[float, float, float, float]]


class ChainOut(Schema):
    """Whether the entries are as they were written; else the numbers of those that are not."""

    whole: bool
    broken: list[int]


def add(router: Router, programme: Programme) -> None:
    files(router, programme)
    reporter(router, programme)
    told(router, programme)
    around_it(router, programme)
    publishing_files(router, programme)


def files(router: Router, programme: Programme) -> None:
    name = programme.name

    @router.get(
        "/cases/{number}/files", response={200: list[DeskFileOut], 404: Problem},
        operation_id=f"{name}_files",
    )  # fmt: skip
    def listed(request: HttpRequest, number: str) -> Any:
        """Attachments this caller may open; `url` answers with the bytes."""
        person = who(request)
        case = case_or_404(person, programme, number)
        base = f"{programme.api}cases/{number}/files/"
        return [file_told(row, base) for row in casepage.attachments(person, case)]

    @router.get("/cases/{number}/files/{pk}", operation_id=f"{name}_file",
                openapi_extra=BYTES)  # fmt: skip
    def one(
        request: HttpRequest, number: str, pk: int, small: bool = False, original: bool = False
    ) -> Any:
        """The bytes of one file, masked if it was; opening what identifies somebody is noted."""
        person = who(request)
        case = case_or_404(person, programme, number)
        return casepage.opened(request, case, pk, by=person, small=small, whole=original)

    @router.put(
        "/cases/{number}/files/{pk}/boxes", response={200: DeskFileOut, **PROBLEMS},
        operation_id=f"{name}_mask_file",
    )  # fmt: skip
    def hide(request: HttpRequest, number: str, pk: int, payload: BoxesIn) -> Any:
        """Hides these parts of a picture, in percent; none says that somebody looked."""
        person = who(request)
        case = case_or_404(person, programme, number)
        picture = masking_pages.picture_or_404(case, person, pk)
        try:
            boxes = [Box(*one) for one in payload.boxes]
            masked_now = mask(picture, boxes, by=person, client=client(request))
        except BadBox as error:
            raise refused("boxes", str(error)) from error
        return file_told(masked_now, f"{programme.api}cases/{number}/files/")


BYTES: dict[str, Any] = {"responses": {200: {"content": {"application/octet-stream": {}}}}}


def reporter(router: Router, programme: Programme) -> None:
    """Who reported: masked for all, whole for whoever may know and says why."""
    name = programme.name

    @router.get(
        "/cases/{number}/contact", response={200: ContactOut, 404: Problem},
        operation_id=f"{name}_masked_contact",
    )  # fmt: skip
    def hidden(request: HttpRequest, number: str) -> Any:
        """Who reported, masked as the case page shows it."""
        person = who(request)
        case = case_or_404(person, programme, number)
        if not casepage.shows_contact(person, case):
            raise Http404
        return masked(case.contact) if case.contact else None

    @router.post(
        "/cases/{number}/contact", response={200: ContactOut, **PROBLEMS},
        operation_id=f"{name}_contact",
    )  # fmt: skip
    def contact(request: HttpRequest, number: str, payload: Why) -> Any:
        """Who reported; the view and its reason stand on the timeline."""
        person = who(request)
        case = case_or_404(person, programme, number)
        if case.contact is None or not may_see_identity(person, case):
            raise Http404
        casepage.looked(case, person, payload.reason, client(request))
        return case.contact


def told(router: Router, programme: Programme) -> None:
    """The sentence, the clocks, and whether the chain of entries is whole."""
    name = programme.name

    @router.get(
        "/cases/{number}/explain", response={200: SentenceOut, 404: Problem},
        operation_id=f"{name}_explain",
    )  # fmt: skip
    def sentence(request: HttpRequest, number: str) -> Any:
        """Where the case is, who has it, until when, why late: in one sentence."""
        person = who(request)
        return {"sentence": explain(case_or_404(person, programme, number), person)}

    @router.get(
        "/cases/{number}/clocks", response={200: list[ClockOut], 404: Problem},
        operation_id=f"{name}_clocks",
    )  # fmt: skip
    def clocks(request: HttpRequest, number: str) -> Any:
        """The newest round of each clock."""
        runs = runs_of(case_or_404(who(request), programme, number))
        labels = {clock.name: str(clock.label) for clock in programme.workflow.clocks}
        return [clock_out(run, labels.get(run.name, run.name)) for run in runs.values()]

    @router.get(
        "/cases/{number}/chain", response={200: ChainOut, 404: Problem},
        operation_id=f"{name}_chain",
    )  # fmt: skip
    def chain(request: HttpRequest, number: str) -> Any:
        """Checks the case's chain of entries now."""
        wrong = timeline.broken(case_or_404(who(request), programme, number).subject)
        return {"whole": not wrong, "broken": list(wrong)}


def clock_out(run: ClockRun, label: str) -> dict[str, object]:
    names = ("name", "limit", "started_at", "due_at", "stopped_at", "late")
    return {name: getattr(run, name) for name in names} | {"label": label}


def around_it(router: Router, programme: Programme) -> None:
    name = programme.name

    @router.get(
        "/cases/{number}/related", response={200: list[RelativeOut], 404: Problem},
        operation_id=f"{name}_related",
    )  # fmt: skip
    def related(request: HttpRequest, number: str) -> Any:
        """Near by, perhaps the same incident, merged, opened from one another, or named."""
        person = who(request)
        case = case_or_404(person, programme, number)
        return [
            relative(kind, one) for kind, rows in around(programme, case, person) for one in rows
        ]

    @router.get(
        "/cases/{number}/pins", response={200: dict[str, Any], 404: Problem},
        operation_id=f"{name}_case_pins",
    )  # fmt: skip
    def pins(request: HttpRequest, number: str) -> Any:
        """This case and those near by, as GeoJSON."""
        person = who(request)
        return casepage.around_as_geojson(person, case_or_404(person, programme, number))

    @router.get("/similar", response=list[RelativeOut], operation_id=f"{name}_similar")
    def similar(
        request: HttpRequest, category: int, address: str = "", lng: str = "", lat: str = ""
    ) -> Any:
        """Open cases that may be the same incident as one not yet opened."""
        found = casepage.similar_to(programme, request.GET, who(request))
        return [relative("same", one) for one in found]

    @router.get("/suggest", response=list[dict[str, Any]], operation_id=f"{name}_suggest")
    def suggest(request: HttpRequest, words: str, district: str = "") -> Any:
        """Categories that these words may belong to, likeliest first, with the rule's reason."""
        return [suggesting.plain(one) for one in suggesting.suggest_in(programme, words, district)]


def publishing_files(router: Router, programme: Programme) -> None:
    name = programme.name

    @router.put(
        "/cases/{number}/files/{pk}/public", response={200: FileOpen, 404: Problem},
        operation_id=f"{name}_publish_file",
    )  # fmt: skip
    def publish_file(request: HttpRequest, number: str, pk: int, payload: FileOpen) -> Any:
        """Opens a photo to everybody; `public` is the officer's word that nobody is on it."""
        person = who(request)
        case = case_or_404(person, programme, number)
        photo = publishing.photo_or_404(programme, case, person, pk)
        publishing.publish(case, photo, person, to=payload.public, client=client(request))
        return payload


def around(programme: Programme, case: Case, person: Person) -> list[tuple[str, list[Case]]]:
    return [
        ("near", casepage.nearby(person, case)),
        ("same", casepage.twins(programme, case, person)),
        *((one.relation, [one.case]) for one in relatives.relatives(case, person).shown),
    ]


def relative(relation: str, case: Case) -> dict[str, str]:
    return {"relation": relation, "number": case.number, "programme": case.programme,
            "title": case.title, "state": case.state}  # fmt: skip
