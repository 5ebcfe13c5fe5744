"""Units as an effective-dated tree, persons, their duties and deputies, and citizens' contacts."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.known.known import hand
from yankao.kernel.known.prepared import Prepared


class UnitQuerySet(models.QuerySet["Unit"]):
    def current(self, on: date | None = None) -> "UnitQuerySet":
        """Units that exist on that day (default: today)."""
        on = on or timezone.localdate()
        return self.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)

    def within(self, unit: "Unit") -> "UnitQuerySet":
        """The unit itself and everything below it."""
        return self.filter(path__startswith=unit.path)


class Unit(models.Model):
    """An agency, office or section, valid from one day until another.

    A reorganisation ends the row and adds a new one; `successor` joins them, so old cases keep
    the name that was true then (handbook 5-6 §0.3).
    """

    class Level(models.TextChoices):
        CITY = "city", _("市政府")
        FIRST = "first", _("一級機關")
        DISTRICT = "district", _("區公所")
        SECOND = "second", _("二級機關")
        SECTION = "section", _("科室、班隊")
        OUTSIDE = "outside", _("府外單位")

    code = models.CharField(_("代碼"), max_length=20)
    name = models.CharField(_("名稱"), max_length=100)
    short_name = models.CharField(_("簡稱"), max_length=40)
    level = models.CharField(_("層級"), max_length=10, choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    path = models.CharField(max_length=200, editable=False, db_index=True)
    organ_code = models.CharField(_("機關代碼"), max_length=20, blank=True)
    phone = models.CharField(_("值勤電話"), max_length=40, blank=True)
    email = models.EmailField(_("電子郵件"), blank=True)
    valid_from = models.DateField(_("生效日"), default=date(2010, 12, 25))
    valid_to = models.DateField(_("失效日"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("單位")
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to=None), name="one_current_unit_per_code"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def place_under(self, parent: "Unit | None") -> None:
        """Hangs the unit in the tree; called once, after its first save."""
        self.parent = parent
        self.path = f"{parent.path if parent else '/'}{self.pk}/"
        self.save(update_fields=["parent", "path"])

    def stands(self, on: date | None = None) -> bool:
        """Whether it exists on that day (default: today), as `current` asks of the database."""
        on = on or timezone.localdate()
        return self.valid_from <= on and (self.valid_to is None or self.valid_to > on)

    def today(self) -> "Unit":
        """The unit that answers for this one now: itself, or who followed it."""
        unit = self
        while unit.valid_to and unit.valid_to <= timezone.localdate() and unit.successor:
            unit = unit.successor
        return unit


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """An official who signs in. Rights come from duties only; there is no superuser."""

    username = models.CharField(_("帳號"), max_length=60, unique=True)
    name = models.CharField(_("姓名"), max_length=60)
    email = models.EmailField(_("電子郵件"), blank=True)
    phone = models.CharField(_("電話"), max_length=40, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, verbose_name=_("單位"))
    is_active = models.BooleanField(_("在職"), default=True)
    language = models.CharField(_("介面語言"), max_length=10, default="zh-hant")

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    objects = PersonManager()

    class Meta:
        verbose_name = _("人員")

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def duties_at(self, at: datetime | None = None) -> "list[Duty]":
        """What this person may act as at that moment; read once per request."""
        if at is None:
            if not hasattr(self, "_duties"):
                self._duties = held(self, timezone.now())
            return self._duties
        return held(self, at)

    def roles_in(self, programme: str) -> set[str]:
        return {duty.role for duty in self.duties_at() if duty.programme == programme}


class Level(models.IntegerChoices):
    """分層負責: who decides; the smaller the number, the higher."""

    HEAD = 1, _("第一層（機關首長）")
    DIVISION = 2, _("第二層（單位主管）")
    SECTION = 3, _("第三層（科長或股長）")


class DutyQuerySet(models.QuerySet["Duty"]):
    def in_force(self, at: datetime) -> "DutyQuerySet":
        return self.on(timezone.localdate(at))

    def on(self, day: object) -> "DutyQuerySet":
        return self.filter(Q(until=None) | Q(until__gt=day), since__lte=day)

    def held_by(self, person: object, day: object, at: object) -> "DutyQuerySet":
        """A person's own duties, and those of whoever is on leave and named them deputy."""
        away = Leave.objects.filter(since__lte=at, until__gt=at).values("person")
        mine = Q(person=person) | Q(deputy=person, person__in=away)
        return self.on(day).filter(mine)


class Duty(models.Model):
    """A role in a programme, at a unit, between two dates, with a deputy."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="duties")
    programme = models.CharField(_("業務"), max_length=60)
    role = models.CharField(_("角色"), max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="duties")
    since = models.DateField(_("起"), default=timezone.localdate)
    until = models.DateField(_("迄"), null=True, blank=True)
    decides = models.PositiveSmallIntegerField(
        _("決行層級"), choices=Level, null=True, blank=True,
        help_text=_("有核定權限的角色才需要填。"),
    )  # fmt: skip
    deputy = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="deputises"
    )

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("職務")
        indexes = [models.Index(fields=["programme", "role", "unit"])]

    def __str__(self) -> str:
        return f"{self.person} {self.programme}.{self.role} @ {self.unit}"


class Leave(models.Model):
    """A time away, during which the deputies of one's duties act."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="leaves")
    since = models.DateTimeField(_("起"))
    until = models.DateTimeField(_("迄"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=models.F("since")), name="leave_ends_after_it_begins"
            )
        ]


_held = Prepared(Duty.objects.held_by, "person", "day", "at")


def held(person: Person, at: datetime) -> list[Duty]:
    """Duties with unit and person at hand: units from memory, the person mostly oneself."""
    from .known import units

    found = _held(person=person.pk, day=timezone.localdate(at), at=at)
    hand([person, *found], "unit", units.rows().get)
    hand((duty for duty in found if duty.person_id == person.pk), "person", lambda key: person)
    return found


class CrewQuerySet(models.QuerySet["Crew"]):
    def of(self, person: Person) -> "CrewQuerySet":
        """The crews this person drives out with."""
        return self.filter(members=person, active=True)

    def at(self, unit: Unit) -> "CrewQuerySet":
        """The crews that drive out for a unit: its own, those below it, its contractors'."""
        return self.filter(unit__path__startswith=unit.path, active=True)


class Crew(models.Model):
    """A team that drives out for a unit, its own or a contractor's; so many cases a shift."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="crews", verbose_name=_("單位"))
    name = models.CharField(_("班名"), max_length=40)
    firm = models.CharField(_("委外廠商"), max_length=60, blank=True)
    phone = models.CharField(_("班長電話"), max_length=40, blank=True)
    hour_from = models.PositiveSmallIntegerField(_("上班（時）"), default=8)
    hour_to = models.PositiveSmallIntegerField(_("下班（時）"), default=17)
    capacity = models.PositiveSmallIntegerField(_("每班可派件數"), default=12)
    active = models.BooleanField(_("使用中"), default=True)
    members = models.ManyToManyField(
        Person, blank=True, related_name="crews", verbose_name=_("班員")
    )

    objects = CrewQuerySet.as_manager()

    class Meta:
        ordering = ["unit", "hour_from", "name"]
        verbose_name = _("班隊")
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="one_crew_per_name"),
            models.CheckConstraint(
                condition=Q(hour_from__lt=24, hour_to__lte=24) & ~Q(hour_from=models.F("hour_to")),
                name="crew_hours_are_hours",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}（{self.firm}）" if self.firm else self.name

    def shift(self, at: datetime) -> tuple[datetime, datetime]:
        """The shift under way at that moment, or else the next one; over midnight if need be."""
        now = timezone.localtime(at)
        hours = (self.hour_to - self.hour_from) % 24 or 24
        for day in (-1, 0, 1):
            start = now.replace(hour=self.hour_from, minute=0, second=0, microsecond=0)
            start += timedelta(days=day)
            until = start + timedelta(hours=hours)
            if now < until:
                return start, until
        raise AssertionError("some shift ends after any moment")


class ContactQuerySet(models.QuerySet["Contact"]):
    def of_email(self, email: str) -> "list[int]":
        """The keys of every record with this address, and of those joined with them."""
        own = dict(self.filter(email__iexact=email).values_list("pk", "same_as"))
        groups = {group for group in own.values() if group}
        joined = self.filter(same_as__in=groups).values_list("pk", flat=True) if groups else []
        return sorted({*own, *joined})


class Contact(models.Model):
    """Who reported, apart from the case and erasable; reading it leaves a timeline entry.

    Records that were found to be one person share `same_as`; each keeps what was given with it.
    """

    name = models.CharField(_("姓名"), max_length=80, blank=True)
    phone = models.CharField(_("電話"), max_length=40, blank=True)
    email = models.EmailField(_("電子郵件"), blank=True)
    address = models.CharField(_("通訊地址"), max_length=200, blank=True)
    fax = models.CharField(_("傳真"), max_length=40, blank=True)
    language = models.CharField(_("語言"), max_length=10, default="zh-hant")
    erase_after = models.DateField(_("保存至"), null=True)
    erased_at = models.DateTimeField(null=True, editable=False)
    same_as = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("聯絡資料")
        indexes = [
            models.Index(fields=["phone"], condition=~Q(phone=""), name="contact_phone"),
            models.Index(fields=["email"], condition=~Q(email=""), name="contact_email"),
            models.Index(Upper("email"), condition=~Q(email=""), name="contact_email_any_case"),
            models.Index(
                Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace"),
                condition=~Q(phone=""),
                name="contact_phone_digits",
            ),
            models.Index(fields=["name"], condition=~Q(name=""), name="contact_name"),
            models.Index(
                fields=["same_as"], condition=~Q(same_as=None), name="contact_same_person"
            ),
        ]

    def reachable(self) -> bool:
        return bool(self.phone or self.email or self.address or self.fax)

    def together(self) -> "ContactQuerySet":
        """This record and those that were found to be the same person's."""
        mine = Q(pk=self.pk)
        return Contact.objects.filter(mine | Q(same_as=self.same_as) if self.same_as_id else mine)

    def erase(self) -> None:
        """Forgets the person; the case and its statistics stand."""
        self.same_as = None
        for field in ("name", "phone", "email", "address", "fax"):
            setattr(self, field, "")
        self.erased_at = timezone.now()
        self.save()
