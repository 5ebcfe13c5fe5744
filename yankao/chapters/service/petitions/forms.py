"""The three ways a petition comes in: by a clerk, from the public, from another case."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.intake import APP, SIGN, IntakeForm
from yankao.kernel.cases.models import Case
from yankao.kernel.files import ocr
from yankao.kernel.files.fields import PhotosField
from yankao.kernel.people.models import Contact
from yankao.kernel.text.known import redact, traits

from .asks.detail import FilesField, keep_files
from .models import Confidentiality, Petition, ReplyMethod, petition
from .redact import WRITTEN

CONTACT = (
    "contact_name", "contact_phone", "contact_email", "contact_address", "contact_fax",
)  # fmt: skip
TRAITS = ("name", "phone", "email", "address", "fax")
SAID_BY = ("phone", "counter")
FIRST_ASKED = ("channel", "sub_channel", "subject", "content", "kind", "category")
MAILBOX = "市長信箱"
SUB_CHANNELS = [("", "—")] + [(word, word) for word in (MAILBOX, APP, SIGN)]
BY_REACH = {
    "contact_email": ReplyMethod.EMAIL,
    "contact_phone": ReplyMethod.PHONE,
    "contact_address": ReplyMethod.LETTER,
    "contact_fax": ReplyMethod.FAX,
}


def best_method(values: dict[str, Any]) -> str:
    """How to answer whoever did not say how."""
    return next((method for name, method in BY_REACH.items() if values.get(name)), ReplyMethod.NONE)


class PetitionForm(IntakeForm):
    """What every petition must tell: the matter, a name and a way to answer (P2)."""

    programme = "petitions"
    about: tuple[str, ...] = ()
    personal: tuple[str, ...] = (*CONTACT, *WRITTEN)
    named = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.as_received: dict[str, object] = {}
        for name in ("address", "category"):
            if name in self.fields:
                self.fields[name].required = name in self.required_fields
        for name in ("confidentiality", "reply_method"):
            if name in self.fields:
                self.fields[name].required = False
        if "reply_method" in self.fields:
            choices = [("", _("依留下的聯絡方式")), *ReplyMethod.choices]
            self.fields["reply_method"].choices = choices  # type: ignore[attr-defined]
            self.fields["reply_method"].initial = ""

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if self.named and not values.get("anonymous"):
            self.check_contact(values)
        values["reply_method"] = values.get("reply_method") or best_method(values)
        level = values.get("confidentiality") or Confidentiality.NORMAL
        values["confidentiality"] = level
        values["confidential"] = level != Confidentiality.NORMAL
        if values["confidential"]:
            self.hide_identity(values)
        return values

    def check_contact(self, values: dict[str, Any]) -> None:
        """A name and at least one contact; the reply must be able to reach it."""
        if not values.get("contact_name") and "contact_name" not in self.errors:
            self.add_error("contact_name", _("請填寫姓名；不願具名者請洽受理人員勾選匿名。"))
        if not any(values.get(name) for name in BY_REACH) and not set(BY_REACH) & set(self.errors):
            self.add_error("contact_phone", _("電話、電子郵件、地址、傳真請至少填寫一項。"))

    def hide_identity(self, values: dict[str, Any]) -> None:
        """A confidential petitioner's own name never stands in text that others read.

        What was taken out is kept with the personal values of the first entry.
        """
        said = {name: values.get(f"contact_{name}") or "" for name in TRAITS}
        known = traits(Contact(**said))
        for name in set(WRITTEN) & set(values):
            before = values.get(name) or ""
            after = redact(before, known)
            if after != before:
                values[name], self.as_received[name] = after, before

    def personal_values(self) -> dict[str, object]:
        return {**super().personal_values(), **self.as_received}

    def attach(self, case: Case, by: object) -> None:
        keep_files(case, self.cleaned_data, by=by)  # type: ignore[arg-type]


class ClerkForm(PetitionForm):
    """The clerk's intake at counter, telephone and mailroom, with the record of what was said."""

    about = (
        "category", "address", "district", "lng", "lat", "channel", "sub_channel", "contact_name",
        "contact_phone", "contact_email", "contact_address", "contact_fax", "contact_language",
    )  # fmt: skip
    required_fields = ("category", "channel")
    personal: tuple[str, ...] = (*PetitionForm.personal, "proxy_name", "proxy_phone")
    sub_channel = forms.CharField(
        label=_("子管道"), required=False, max_length=30, widget=forms.Select(choices=SUB_CHANNELS)
    )
    proxy_name = forms.CharField(label=_("代理人姓名"), max_length=80, required=False)
    proxy_phone = forms.CharField(label=_("代理人電話"), max_length=40, required=False)
    papers = FilesField(label=_("附件"))
    identity_files = FilesField(
        kind="proxy", label=_("委託書或身分證明"), help_text=_("僅承辦人、決行者與個資人員可開啟。")
    )

    class Meta:
        model = Petition
        fields = [
            "subject", "content", "kind", "reply_method", "confidentiality", "anonymous",
            "received_at", "sent_by_authority", "authority_number", "power_of_attorney", "oral",
            "narrative", "papers_received", "read_back", "corrections_demanded", "signed",
        ]  # fmt: skip
        widgets = {
            "content": forms.Textarea(attrs={"rows": 6}),
            "narrative": forms.Textarea(attrs={"rows": 6}),
            "corrections_demanded": forms.Textarea(attrs={"rows": 2}),
            "received_at": forms.DateTimeInput(attrs={"type": "datetime-local"}),
        }
        help_texts = {
            "received_at": _(
                "書面或傳真於今日以前送達者，請填實際收件時間；期限由收件次一工作天起算。"
            ),
            "oral": _("臨櫃或電話陳述者勾選，須作成紀錄並朗讀或交付閱覽。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if ocr.present():
            told = {"data-reads": "/service/petitions/counter/read/", "data-into": "content"}
            self.fields["papers"].widget.attrs |= told
        self.order_fields(FIRST_ASKED)

    def _own_fields(self) -> list[str]:
        own = super()._own_fields()
        return [*own, "proxy_name", "proxy_phone", "papers", "identity_files"]

    def clean_received_at(self) -> Any:
        at = self.cleaned_data.get("received_at")
        if at and at > timezone.now():
            raise forms.ValidationError(_("收件時間不能晚於現在。"))
        return at

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        values["oral"] = values.get("oral") or values.get("channel") == "phone"
        if values["oral"]:
            self.check_record(values)
        if values.get("proxy_name") and not values.get("power_of_attorney"):
            self.add_error("power_of_attorney", _("由代理人陳情者，須附委託書。"))
        return values

    def check_record(self, values: dict[str, Any]) -> None:
        """Recorded, read aloud or shown, then signed; a telephone cannot sign (P2)."""
        if values.get("channel") not in SAID_BY:
            self.add_error("oral", _("言詞陳情的管道只能是臨櫃或電話。"))
        if not values.get("narrative"):
            values["narrative"] = values.get("content", "")
        if not values.get("read_back"):
            self.add_error("read_back", _("言詞陳情紀錄須朗讀或交付閱覽後才能存檔。"))
        if values.get("channel") == "counter" and not values.get("signed"):
            self.add_error("signed", _("臨櫃言詞陳情須由陳情人簽名或蓋章。"))

    def attach(self, case: Case, by: object) -> None:
        super().attach(case, by)
        values = self.cleaned_data
        if values.get("proxy_name"):
            detail = petition(case)
            detail.proxy = Contact.objects.create(
                name=values["proxy_name"],
                phone=values.get("proxy_phone", ""),
                erase_after=case.contact.erase_after if case.contact else None,
            )
            detail.save(update_fields=["proxy"])


class MailboxForm(PetitionForm):
    """The mayor's mailbox: what, who, and how to answer."""

    about = (
        "category", "address", "district", "lng", "lat", "contact_name", "contact_phone",
        "contact_email", "contact_address", "contact_language",
    )  # fmt: skip
    required_fields = ("contact_name",)
    photos = PhotosField(kind="photo", label=_("照片"), required=False)

    class Meta:
        model = Petition
        fields = ["subject", "content", "kind", "reply_method", "confidentiality"]
        widgets = {"content": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "content": _("請寫明具體事項；一封信請只談一件事，較快得到答復。"),
            "confidentiality": _("選擇保密後，只有承辦人、決行者與個資人員看得到您是誰。"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contact_email"].help_text = _(
            "填寫電子郵件者，請於三日內開啟確認信，本案才會立案。"
        )

    def _own_fields(self) -> list[str]:
        return [*super()._own_fields(), "photos"]

    def clean(self) -> dict[str, Any]:
        """Comes over the web; a wish for an answer by e-mail needs an address."""
        values = super().clean()
        values |= {"channel": "web", "sub_channel": MAILBOX}
        if values.get("reply_method") == ReplyMethod.EMAIL and not values.get("contact_email"):
            self.add_error("contact_email", _("希望以電子郵件回復者，請填寫電子郵件。"))
        return values


class SpawnedForm(PetitionForm):
    """A petition that another case became, or a part split off: who asked is known there."""

    about = ("category", "address", "district", "lng", "lat", "channel", "sub_channel")
    named = False

    class Meta:
        model = Petition
        fields = ["subject", "content", "kind"]
