"""Takes the petitioner out of what is written in a petition."""

from yankao.kernel.cases.models import Case
from yankao.kernel.files.models import Look
from yankao.kernel.text.known import redact, traits

from .models import Petition

WRITTEN = (
    "subject", "content", "narrative", "papers_received", "corrections_demanded", "supplement",
)  # fmt: skip


def hide(case: Case, detail: Petition) -> None:
    """From now on nobody reads the petitioner's name in the text; the caller saves.

    Pictures masked before that show again once an officer has looked with new eyes.
    """
    known = traits(case.contact)
    for name in WRITTEN:
        setattr(detail, name, redact(getattr(detail, name), known))
    case.title = redact(case.title, known)
    case.attachments.filter(uploaded_by=None).update(identifying=True, look=Look.UNREAD)
