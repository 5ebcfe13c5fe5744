"""The units, kept in memory."""

from yankao.kernel.known.known import Known

from .models import Unit

units = Known(Unit)
