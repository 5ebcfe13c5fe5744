"""Fills an empty city: units, categories, officials, and cases in which things go on now."""

import random
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from yankao.kernel.cases.models import Case
from yankao.kernel.programmes import founding, registry
from yankao.kernel.testing import accounts, samples
from yankao.kernel.testing.year import Year

# Two of a hundred cases of the published year, of the last two, and of the running one so far.
PUBLISHED, SCALE = 112, 0.02


class Command(BaseCommand):
    help = "Fills an empty demo city; a city that has cases is left alone."

    def handle(self, *args: Any, **options: Any) -> None:
        founding.found()
        accounts.enter()
        if Case.objects.exists():
            return
        running = Year.running(timezone.localdate(), like=PUBLISHED, scale=SCALE)
        between = range(max(PUBLISHED + 1, running.roc - 2), running.roc)
        past = [Year(roc, SCALE, like=PUBLISHED) for roc in between]
        for year in (Year(PUBLISHED, SCALE), *past, running):
            for name, stored in samples.fill(year).items():
                room = registry.get(name.strip("/"))
                self.stderr.write(f"{room.label} {year.roc}: {stored}")
        now = timezone.now()
        for programme in registry.every():
            name = f"yankao.chapters.{programme.chapter}.{programme.name}.sample"
            if find_spec(name):
                made = import_module(name).live(random.Random(112), now)
                self.stderr.write(f"{programme.label}: {made}")
