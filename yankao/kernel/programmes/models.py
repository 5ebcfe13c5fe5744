"""Views that people keep, and keys with which other systems call."""

import hashlib
import secrets
from datetime import date

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.people.models import Person, Unit


class SavedView(models.Model):
    """A list's filters, columns and order under a name; shared with one's unit if wished."""

    owner = models.ForeignKey(Person, models.CASCADE, related_name="views")
    programme = models.CharField(max_length=60)
    name = models.CharField(_("名稱"), max_length=60)
    query = models.CharField(max_length=1000)
    shared_with = models.ForeignKey(Unit, models.CASCADE, null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "programme", "name"], name="one_saved_view_per_name"
            )
        ]


class ApiKey(models.Model):
    """A key with which a system acts for a person; only its hash is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="api_keys")
    label = models.CharField(_("用途"), max_length=100)
    hashed = models.CharField(max_length=64, unique=True)
    until = models.DateField(_("有效至"))
    made_at = models.DateTimeField(auto_now_add=True)

    @staticmethod
    def hash_of(key: str) -> str:
        return hashlib.sha256(key.encode()).hexdigest()

    @classmethod
    def make(cls, person: Person, label: str, until: date) -> str:
        """Makes a key and answers with it; it can't be read again later."""
        key = secrets.token_urlsafe(32)
        cls.objects.create(person=person, label=label, until=until, hashed=cls.hash_of(key))
        return key

    @classmethod
    def person_of(cls, key: str) -> Person | None:
        rows = cls.objects.filter(
            hashed=cls.hash_of(key), until__gte=timezone.localdate(), person__is_active=True
        )
        found = rows.select_related("person").first()
        return found.person if found else None
