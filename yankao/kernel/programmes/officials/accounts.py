"""What may be done to an account. Rights are not given here: those come with duties.

Nobody takes over an account alone: who gave a link, or the address to which a forgotten password
is renewed, does not also clear the second factors, nor the other way round.
Every step stands on the person's own chain, sealed.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from yankao.kernel.cases.errors import Refused
from yankao.kernel.cases.models import Case
from yankao.kernel.people.models import Duty, Person
from yankao.kernel.timeline import timeline
from yankao.kernel.timeline.models import Entry

from .. import dutylog, registry
from ..access import is_manager
from ..models import ApiKey

ENTERED, CHANGED = "official_entered", "official_changed"
LEFT, BACK = "official_left", "official_back"
LINKED, UNLOCKED = "sign_in_link", "factors_cleared"
KEY_MADE, KEY_ENDED = "key_made", "key_ended"
LABELS = {
    ENTERED: gettext_noop("建立帳號"),
    CHANGED: gettext_noop("更改人員資料"),
    LEFT: gettext_noop("停用帳號"),
    BACK: gettext_noop("恢復帳號"),
    LINKED: gettext_noop("產生設定密碼連結"),
    UNLOCKED: gettext_noop("清除第二驗證"),
    KEY_MADE: gettext_noop("產生介面金鑰"),
    KEY_ENDED: gettext_noop("廢止介面金鑰"),
}
LOG = 50


def keeps_accounts(person: Person) -> bool:
    """Whoever manages a room."""
    return any(is_manager(person, programme) for programme in registry.every())


def enter(person: Person, *, by: Person | None, client: str = "") -> Person:
    """A new account, whose password only its owner will know."""
    with transaction.atomic():
        person.set_unusable_password()
        person.save()
        _record(person, ENTERED, by=by, client=client, told={"username": person.username})
    return person


def change(person: Person, fields: list[str], *, by: Person, client: str = "") -> None:
    """Refused when it is the e-mail of an account that this official has just unlocked."""
    if not fields:
        return
    with transaction.atomic():
        if "email" in fields:
            _not_both(person, by, UNLOCKED)
        person.save(update_fields=fields)
        _record(person, CHANGED, by=by, client=client, told={"fields": fields})


def leave(person: Person, *, by: Person, client: str = "") -> int:
    """Signs out at once and ends every duty; answers with how many open cases name them still."""
    if person == by:
        raise Refused(_("不能停用自己的帳號。"))
    with transaction.atomic():
        person.is_active = False
        person.save(update_fields=["is_active"])
        for duty in Duty.objects.in_force(timezone.now()).filter(person=person):
            duty.until = timezone.localdate()
            duty.save(update_fields=["until"])
            dutylog.record(duty, dutylog.ENDED, by=by, client=client)
        for key in standing(person):
            end_key(key, by=by, client=client)
        _record(person, LEFT, by=by, client=client)
    return Case.objects.open().filter(handler=person).count()


def come_back(person: Person, *, by: Person, client: str = "") -> None:
    """The account opens again; duties are given anew."""
    with transaction.atomic():
        person.is_active = True
        person.save(update_fields=["is_active"])
        _record(person, BACK, by=by, client=client)


def link(person: Person, *, by: Person | None, client: str = "") -> str:
    """An address at which the owner sets a password; it works once and for three days."""
    if not person.is_active:
        raise Refused(_("帳號已停用，請先恢復。"))
    with transaction.atomic():
        _not_both(person, by, UNLOCKED)
        _record(person, LINKED, by=by, client=client)
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    uid, token = key.split("-", 1)
    return settings.PUBLIC_ADDRESS + reverse("account_reset_password_from_key", args=[uid, token])


def clear_factors(person: Person, *, by: Person, client: str = "") -> None:
    """For whoever lost the telephone; the next sign-in asks for a new second factor."""
    if person == by:
        raise Refused(_("請由另一位管理人員清除您的第二驗證。"))
    with transaction.atomic():
        _not_both(person, by, LINKED)
        _not_whose_address(person, by)
        Authenticator.objects.filter(user=person).delete()
        _record(person, UNLOCKED, by=by, client=client)


def standing(person: Person) -> QuerySet[ApiKey]:
    """Keys that still open the door, the first to end first."""
    return person.api_keys.filter(until__gte=timezone.localdate()).order_by("until")


def make_key(owner: Person, *, label: str, until: date, client: str = "") -> str:
    """Only for oneself: a key asks for no second factor. Told once, kept as its hash."""
    with transaction.atomic():
        key = ApiKey.make(owner, label, until)
        told = {"label": label, "until": until.isoformat()}
        _record(owner, KEY_MADE, by=owner, client=client, told=told)
    return key


def end_key(key: ApiKey, *, by: Person, client: str = "") -> None:
    """From now on it opens nothing."""
    with transaction.atomic():
        key.until = timezone.localdate() - timedelta(days=1)
        key.save(update_fields=["until"])
        _record(key.person, KEY_ENDED, by=by, client=client, told={"label": key.label})


def _not_both(person: Person, by: Person | None, *verbs: str) -> None:
    """Refused when this official did one of these since the owner last signed in.

    Under the account's lock, so that two presses at once do not both find nothing.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    rows = Entry.objects.filter(subject=f"person:{person.pk}", verb__in=verbs)
    if person.last_login:
        rows = rows.filter(at__gt=person.last_login)
    if by is not None and rows.filter(actor_id=by.pk).exists():
        raise Refused(_("設定密碼連結與清除第二驗證，須由兩位管理人員分別辦理。"))


def _not_whose_address(person: Person, by: Person) -> None:
    """However long ago: letters about a forgotten password may still go where they said."""
    gave = Q(verb=ENTERED) | Q(verb=CHANGED, data__fields__contains=["email"])
    last = Entry.objects.filter(gave, subject=f"person:{person.pk}").order_by("seq").last()
    if last and last.actor_id == by.pk:
        raise Refused(_("帳號由您建立或電子郵件由您更改，第二驗證請由另一位管理人員清除。"))


def _record(
    person: Person,
    verb: str,
    *,
    by: Person | None,
    client: str,
    told: Mapping[str, object] | None = None,
) -> None:
    Person.objects.select_for_update().get(pk=person.pk)
    timeline.write(
        f"person:{person.pk}", verb, by=by, at=timezone.now(), label=LABELS[verb], data=told or {},
        client=client,
    )  # fmt: skip


def log(person: Person) -> list[dict[str, object]]:
    """The newest of this person, duties too; of an account there is neither role nor unit."""
    labels = LABELS | dutylog.LABELS
    rows = Entry.objects.filter(subject=f"person:{person.pk}", verb__in=labels).order_by("-seq")
    return [
        {"at": entry.at, "what": _(labels[entry.verb]), "by": entry.actor or _("系統"),
         "role": dutylog.in_words(entry.data["programme"], entry.data["role"])
         if entry.verb in dutylog.LABELS else "", "unit": entry.data.get("unit", "")}
        for entry in rows[:LOG]
    ]  # fmt: skip
