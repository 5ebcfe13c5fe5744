"""通知設定: of what one wants to hear, by which way; for the addresses this browser may see."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yankao.kernel.notices.addresses import address_of, reach_of
from yankao.kernel.notices.letters import Channel, Topic
from yankao.kernel.notices.models import Muted
from yankao.kernel.people.models import Contact
from yankao.kernel.programmes.access import public
from yankao.kernel.text.known import masked
from yankao.kernel.ui.pages import page

from . import grants, push
from .caching import unkept

FIELDS = {Channel.EMAIL: "email", Channel.SMS: "phone"}
WAYS = [Channel.PUSH, Channel.EMAIL, Channel.SMS, Channel.LINE]


@dataclass(frozen=True)
class Way:
    """One address: by which channel, what of it is shown, its digest, the topics it hears of."""

    channel: Channel
    shown: str
    reach: str
    topics: list[tuple[str, str, bool]]


def ways(request: HttpRequest) -> list[Way]:
    """Every address given with the cases this browser knows, and the browser itself; each once."""
    keys = [case.contact_id for case in grants.cases(request)] + [request.session.get(push.MINE)]
    contacts = list(Contact.objects.filter(pk__in=[key for key in keys if key], erased_at=None))
    found: dict[str, tuple[Channel, str]] = {}
    for channel in WAYS:
        for contact in contacts:
            if address := address_of(contact, channel):
                shown = masked(contact).get(FIELDS.get(channel, ""), "")
                found.setdefault(reach_of(address), (channel, shown))
    rows = Muted.objects.filter(reach__in=found).values_list("reach", "topic")
    muted = set(rows)
    return [
        Way(channel, shown, reach, [
            (topic.value, str(topic.label), (reach, topic.value) not in muted) for topic in Topic
        ])
        for reach, (channel, shown) in found.items()
    ]  # fmt: skip


@public
@unkept
def preferences(request: HttpRequest) -> HttpResponse:
    """Shows and keeps the choices; passwords and what the law demands arrive all the same."""
    known = ways(request)
    if request.method == "POST":
        chosen = set(request.POST.getlist("wants"))
        for way in known:
            for topic, _label, _on in way.topics:
                if f"{topic}:{way.reach[:16]}" in chosen:
                    Muted.objects.filter(reach=way.reach, topic=topic).delete()
                else:
                    Muted.objects.get_or_create(reach=way.reach, topic=topic)
        messages.success(request, _("通知設定已儲存。"))
        return redirect("/app/notices/")
    return page(request, "counter/preferences.html", {"ways": known})
