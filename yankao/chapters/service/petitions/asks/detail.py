"""Forms that save into the petition and know the case and who asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.actors import Actor, person
from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.files.attaching import keep
from yankao.kernel.files.fields import PhotosField
from yankao.kernel.ui.forms import PhotosInput

from ..models import Petition

ACCEPTED = "image/*,.heic,.heif,.pdf,.odt,.ods,.docx,.txt"


class FilesField(PhotosField):
    """Photos or documents; what they are is decided by their content."""

    default_error_messages = {
        "many": _("最多 %(most)d 個檔案。"),
        "large": _("「%(name)s」超過 %(megabytes)d MB，請縮小後再上傳。"),
    }

    def __init__(self, *, kind: str = "document", **options: Any) -> None:
        widget = PhotosInput({"accept": ACCEPTED}, most=5, megabytes=20)
        super().__init__(kind=kind, widget=widget, required=False, **options)


def keep_files(case: Case, values: dict[str, Any], *, by: Actor, move: Move | None = None) -> None:
    """Files that tell who the petitioner is are marked; in a confidential case all of them are."""
    at = move.at if move else case.opened_at
    for one in [*(values.get("photos") or ()), *(values.get("papers") or ())]:
        keep(case, one, by=person(by), at=at, identifying=case.confidential)
    for one in values.get("identity_files") or ():
        keep(case, one, by=person(by), at=at, identifying=True)


class DetailForm(forms.ModelForm[Petition]):
    """A form about one petition; `apply` is what saving means beyond its own fields."""

    about_case = True
    personal: tuple[str, ...] = ()

    def __init__(self, *args: Any, case: Case, by: Actor, **kwargs: Any) -> None:
        self.case, self.by = case, by
        super().__init__(*args, **kwargs)

    def apply(self, case: Case, move: Move) -> None:
        """Nothing more."""

    def personal_values(self) -> dict[str, object]:
        return {name: self.cleaned_data[name] for name in self.personal}
