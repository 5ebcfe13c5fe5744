"""When each small table was last changed; the database itself notes it."""

from django.db import models


class Stamp(models.Model):
    """Set anew by a trigger of the table with every statement that changes it."""

    name = models.CharField(max_length=63, primary_key=True)
    stamp = models.UUIDField()
