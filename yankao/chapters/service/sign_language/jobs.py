"""What time alone decides: lines that stayed broken, pages that were closed, a day that is over."""

from django.utils import timezone
from procrastinate.contrib.django import app

from . import keeping
from .models import Interpreter


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sign_language.follow_lines", name="sign_language.follow_lines")
def follow_lines(timestamp: int) -> None:
    """Ends what nobody will end any more."""
    keeping.follow(timezone.now())


@app.periodic(cron="5 0 * * *")
@app.task(queueing_lock="sign_language.close_the_day", name="sign_language.close_the_day")
def close_the_day(timestamp: int) -> None:
    """Who forgot to go off duty is off duty; what calls left behind is gone."""
    Interpreter.objects.exclude(on_since=None).update(on_since=None)
    keeping.forget(timezone.now())
