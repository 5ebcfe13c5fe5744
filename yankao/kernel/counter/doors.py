"""The doors that programmes open to citizens, and what of a case may be seen through them."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.http import Http404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Case, CaseQuerySet
from yankao.kernel.files.models import Attachment, AttachmentQuerySet
from yankao.kernel.geo.addresses import parse_address
from yankao.kernel.programmes import registry
from yankao.kernel.programmes.columns import columns
from yankao.kernel.programmes.endings import Ending
from yankao.kernel.programmes.programme import Programme, PublicDoor
from yankao.kernel.text.personal import mask

from . import limits


@dataclass(frozen=True)
class Door:
    programme: Programme
    public: PublicDoor

    @property
    def url(self) -> str:
        return f"/report/{self.programme.name}/"

    @property
    def begins(self) -> str:
        """The page to which menus lead."""
        return self.public.first or self.url


def every() -> list[Door]:
    return [Door(p, p.public) for p in registry.every() if p.public is not None]


def mapped() -> list[Door]:
    return [door for door in every() if door.public.on_the_map]


def door_or_404(name: str) -> Door:
    for door in every():
        if door.programme.name == name:
            return door
    raise Http404


def door_of(case: Case) -> Door:
    return door_or_404(case.programme)


def public_cases() -> CaseQuerySet:
    """What is open and may be seen by everybody; a joined report shows through its parent only."""
    names = [door.programme.name for door in mapped()]
    rows = Case.objects.ours().open().filter(programme__in=names, confidential=False, parent=None)
    return rows.select_related("category", "district")


def is_mapped(case: Case) -> bool:
    return any(door.programme.name == case.programme for door in mapped())


def seen_cases() -> CaseQuerySet:
    """What has a public page: open ones, and for some weeks what became of them."""
    names = [door.programme.name for door in mapped()]
    since = timezone.now() - timedelta(days=limits.CLOSED_DAYS.value())
    rows = Case.objects.ours().filter(programme__in=names, confidential=False, parent=None)
    rows = rows.filter(Q(closed_at=None) | Q(closed_at__gte=since), censored_at=None)
    return rows.select_related("category", "district", "holder", "last_entry")


def photos(case: Case) -> AttachmentQuerySet:
    """Those an officer opened, before and after; none where the programme shows none."""
    rows = Attachment.objects.for_everybody().filter(case=case)
    return rows if door_of(case).public.photos else rows.none()


def named(case: Case) -> str:
    """In public words; of what is on no map only which room it is in."""
    if is_mapped(case):
        return f"{case.category} {place(case)}"
    return str(door_of(case).public.title)


def pin(case: Case) -> tuple[float, float] | None:
    """Where the public sees the case; the programme may show it roughly, or not at all."""
    door = door_of(case).public
    if door.pin is not None:
        return door.pin(case)
    return (case.lng, case.lat) if case.lng is not None and case.lat is not None else None


def rough(case: Case) -> bool:
    """Whether the programme shows this place only roughly."""
    return case.lng is not None and pin(case) != (case.lng, case.lat)


def place(case: Case) -> str:
    """District, road and crossing; neither a door nor what else the reporter wrote there.

    Noise and animals are told by road alone (handbook 5-6 §3).
    """
    district = case.district.label() if case.district else ""
    found = parse_address(case.address, district=case.district.name if case.district else "")
    if not found.known:
        return district
    road = f"{found.road}{found.section}段" if found.section else found.road
    lane = f"{found.lane}巷" if found.lane and not rough(case) else ""
    corner = f"與{found.crossing}口" if found.crossing else ""
    gap = " " if get_language() == "en" else ""
    return f"{district}{gap}{road}{lane}{corner}"


def facts(case: Case) -> list[tuple[str, str]]:
    """Labels and values of exactly the fields the programme lists as public."""
    door = door_of(case)
    shown = columns(door.programme, door.public.fields)
    values = [
        (str(column.label), place(case) if column.name == "address" else mask(column.text(case)))
        for column in shown
    ]
    return [(label, value) for label, value in [*values, (_("情形"), words(case))] if value]


def ending_of(case: Case) -> Ending | None:
    """How it ended, in public words; None while it is under way."""
    tell = door_of(case).public.ending
    return tell(case) if tell else None


def words(case: Case) -> str:
    """What people wrote about it, if the programme publishes that at all; never who they are."""
    tell = door_of(case).public.words
    return mask(tell(case)) if tell else ""
