"""What the worker does for the counter: new passwords, and forgetting what has had its time."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from yankao.kernel.cases.models import Case
from yankao.kernel.notices.posting import post

from . import budgets, following, newsletters, passwords, photos, receipts
from .letters import RENEWED
from .models import Receipt


@app.task
def renew_password(number: str, digest: str) -> None:
    """Sends a new password to the contact given with the report, and to nobody else.

    The page answers the same whatever is found here, so it tells nobody what exists.
    """
    with transaction.atomic():
        rows = Receipt.objects.select_for_update(of=("self",)).select_related(
            "case", "case__contact"
        )
        receipt = rows.filter(case__number=number).first()
        contact = receipt.case.contact if receipt else None
        channel = receipts.channel_of(contact, digest)
        if receipt is None or contact is None or not channel:
            return
        password, now = passwords.fresh(), timezone.now()
        receipt.renewed_hash = passwords.hashed(password)
        receipt.save(update_fields=["renewed_hash"])
        key = f"renewed:case{receipt.case_id}:{now.isoformat()}"
        facts = {"password": passwords.grouped(password)}
        post(RENEWED, contact, key=key, at=now, case=receipt.case, facts=facts, channels=[channel])


@app.task
def tell_of(case_id: int, state: str, at: str) -> None:
    """News of a case, to everybody who follows it."""
    rows = Case.objects.select_related("category", "district", "holder", "last_entry")
    case = rows.filter(pk=case_id, state=state, confidential=False).first()
    if case is not None:
        newsletters.tell(case, datetime.fromisoformat(at))


@app.periodic(cron="0 18 * * *")
@app.task(queueing_lock="counter.digest")
def digest(timestamp: int) -> None:
    """Once a day: what happened in areas, and what was too much for the day."""
    newsletters.digest(timezone.now())


@app.task
def send_my_cases(email: str) -> None:
    """The link to all cases of an address; whoever asked learns nothing from how long it takes."""
    newsletters.send_link(email)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="counter.forget")
def forget(timestamp: int) -> None:
    """Photos of forms never sent, attempts older than their hour, sessions that ended."""
    photos.forget_old()
    budgets.forget_before()
    following.forget_unconfirmed()
    following.forget_gone()
    SessionStore.clear_expired()
