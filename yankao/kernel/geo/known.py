"""The districts, kept in memory."""

from yankao.kernel.known.known import Known

from .models import District

districts = Known(District)
