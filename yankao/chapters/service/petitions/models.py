"""What a petition knows beyond what every case knows (handbook 5-6 §1)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from yankao.kernel.cases.forms import detail_of
from yankao.kernel.cases.models import Case, CaseDetail, DetailQuerySet
from yankao.kernel.people.models import Contact, Person, Unit


class Kind(models.TextChoices):
    """The four kinds of the Administrative Procedure Act (行政程序法 §168)."""

    IMPROVEMENT = "improvement", _("行政興革之建議")
    LAW_QUERY = "law_query", _("行政法令之查詢")
    MISCONDUCT = "misconduct", _("行政違失之舉發")
    INTEREST = "administrative_interest", _("行政上權益之維護")


class Confidentiality(models.TextChoices):
    NORMAL = "normal", pgettext_lazy("confidentiality", "普通")
    SECRET = "secret", _("保密")
    WHISTLE_BLOWER = "whistle_blower", _("揭弊者")


class ReplyMethod(models.TextChoices):
    EMAIL = "email", _("電子郵件")
    LETTER = "letter", _("書面（公文）")
    PHONE = "phone", _("電話")
    FAX = "fax", _("傳真")
    NONE = "none", _("不需回復")


class Complexity(models.TextChoices):
    GENERAL = "general", _("一般")
    COMPLEX = "complex", _("需會勘或跨機關")
    POLICY = "policy", _("涉及政策")


class Proposal(models.TextChoices):
    """What waits for an approver other than whoever proposed it."""

    FILING = "filing", _("存參")
    EXTENSION = "extension", _("展期")
    TRANSFER = "transfer", _("移轉")
    CONVERSION = "conversion", _("改依其他程序")


class Ground(models.TextChoices):
    """Exactly the three grounds of 行政程序法 §173."""

    NO_CONTENT = "no_content", _("無具體內容或未具真實姓名住址")
    REPEATED = "repeated", _("同一事由經適當處理並明確答復後仍一再陳情")
    NOT_COMPETENT = "not_competent", _("非主管機關接獲分向各機關陳情之同一事由")


class FileCode(models.TextChoices):
    ADVERTISEMENT = "91-01", _("91-01 廣告")
    NOT_HANDLED = "91-02", _("91-02 登記後不予處理")
    FALSE_DATA = "91-03", _("91-03 個人資料不實")


class OtherRoad(models.TextChoices):
    """Procedures a petition may in substance belong to."""

    APPEAL = "appeal", _("訴願")
    APPLICATION = "application", _("人民申請案件")


class Closure(models.TextChoices):
    ADOPTED = "adopted", _("依陳情意見辦理")
    PARTLY = "partly", _("部分辦理")
    EXPLAINED = "explained", _("說明不能辦理之理由")
    ANSWERED = "answered", _("法令或業務說明")
    ON_WHAT_IS_KNOWN = "known", _("逾期未補正，依現有資料回復")
    PRIVATE_DISPUTE = "private", _("私權爭議，告知調解或訴訟途徑")
    OTHER_REMEDY = "remedy", _("告知訴願、訴訟或國家賠償途徑")
    OWN_MOTION = "own_motion", _("逾期訴願，機關依職權處理")


class DeliveryResult(models.TextChoices):
    DELIVERED = "delivered", _("已送達")
    BOUNCED = "bounced", _("無法送達")
    OTHER_CONTACT = "other_contact", _("改以其他聯絡方式送達")
    PUBLIC_RECORD = "public_record", _("無其他聯絡方式，留存送達紀錄")


ARRIVED = (DeliveryResult.DELIVERED, DeliveryResult.OTHER_CONTACT, DeliveryResult.PUBLIC_RECORD)


class PetitionQuerySet(DetailQuerySet["Petition"]):
    def counted(self) -> "PetitionQuerySet":
        """Cases that count: this city's, registered; filed and merged ones too, void ones never."""
        return self.filter(case__source_city="", registered_at__isnull=False).exclude(
            case__state="void"
        )

    def answered(self) -> "PetitionQuerySet":
        """Those whose reply was substantive and sent: only they make a repeat a repeat."""
        return self.filter(replied_at__isnull=False).exclude(reply_text="")


class Petition(CaseDetail):
    # what was received
    subject = models.CharField(_("主旨"), max_length=120)
    content = models.TextField(_("陳情內容"), max_length=10_000)
    kind = models.CharField(_("陳情種類"), max_length=24, choices=Kind)
    reply_method = models.CharField(
        _("希望回復方式"), max_length=10, choices=ReplyMethod, default=ReplyMethod.EMAIL
    )
    confidentiality = models.CharField(
        _("保密等級"), max_length=16, choices=Confidentiality, default=Confidentiality.NORMAL
    )
    anonymous = models.BooleanField(_("匿名"), default=False)
    received_at = models.DateTimeField(_("收件時間"), null=True, blank=True)
    sent_by_authority = models.CharField(_("來文機關"), max_length=100, blank=True)
    authority_number = models.CharField(_("來文字號"), max_length=60, blank=True)
    proxy = models.ForeignKey(
        Contact, models.SET_NULL, null=True, related_name="petitions_as_proxy", editable=False
    )
    power_of_attorney = models.BooleanField(_("附委託書"), default=False)
    looks_like = models.ForeignKey(
        Case, models.SET_NULL, null=True, related_name="+", editable=False,
        verbose_name=_("疑似重複送件"),
    )  # fmt: skip
    split_from = models.ForeignKey(
        Case, models.PROTECT, null=True, related_name="split_into", editable=False,
        verbose_name=_("分案自"),
    )  # fmt: skip
    # the record of what was said
    oral = models.BooleanField(_("言詞陳情"), default=False)
    narrative = models.TextField(_("陳述紀錄"), max_length=10_000, blank=True)
    papers_received = models.CharField(_("收受之書證文件"), max_length=300, blank=True)
    read_back = models.BooleanField(_("已朗讀或交付閱覽"), default=False)
    corrections_demanded = models.TextField(_("陳述人要求更正之處"), max_length=2000, blank=True)
    signed = models.BooleanField(_("已簽名或蓋章"), default=False)
    # confirmation and registration
    confirmed_at = models.DateTimeField(_("確認時間"), null=True, editable=False)
    registered_at = models.DateTimeField(_("立案時間"), null=True, editable=False)
    clock_start_at = models.DateTimeField(_("起算時間"), null=True, editable=False)
    # routing
    complexity = models.CharField(
        _("案件性質"), max_length=10, choices=Complexity, default=Complexity.GENERAL
    )
    complained_unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="complained_of",
        verbose_name=_("被陳情之機關或單位"),
    )  # fmt: skip
    assigned_at = models.DateTimeField(_("分文時間"), null=True, editable=False)
    accepted_at = models.DateTimeField(_("承辦時間"), null=True, editable=False)
    reassign_requests = models.IntegerField(_("申請改分次數"), default=0, editable=False)
    ruled = models.BooleanField(_("已由共同上級裁定"), default=False, editable=False)
    # proposals to an approver
    proposal = models.CharField(_("陳核事項"), max_length=12, choices=Proposal, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(_("陳核時間"), null=True, editable=False)
    back_to = models.CharField(max_length=30, blank=True, editable=False)
    extend_to = models.DateField(_("展延至"), null=True, blank=True)
    extension_reason = models.CharField(_("展期理由"), max_length=500, blank=True)
    project_number = models.CharField(_("專案列管文號"), max_length=60, blank=True)
    file_code = models.CharField(_("存參代碼"), max_length=6, choices=FileCode, blank=True)
    ground = models.CharField(_("不予處理事由"), max_length=16, choices=Ground, blank=True)
    previous_case = models.ForeignKey(
        Case, models.PROTECT, null=True, blank=True, related_name="repeated_by",
        verbose_name=_("前案"),
    )  # fmt: skip
    competent_authority = models.CharField(_("主管機關"), max_length=100, blank=True)
    transfer_to = models.CharField(_("移轉機關"), max_length=100, blank=True)
    convert_to = models.CharField(_("改依程序"), max_length=12, choices=OtherRoad, blank=True)
    # supplement
    missing = models.TextField(_("應補正事項"), max_length=2000, blank=True)
    supplement_asked_at = models.DateTimeField(_("通知補正時間"), null=True, editable=False)
    supplement = models.TextField(_("補正內容"), max_length=5000, blank=True)
    supplemented_at = models.DateTimeField(_("補正時間"), null=True, editable=False)
    silent = models.BooleanField(_("逾期未補正"), default=False, editable=False)
    # reply
    reply_text = models.TextField(_("回復內容"), blank=True, editable=False)
    legal_basis = models.CharField(_("法令依據"), max_length=300, blank=True, editable=False)
    closure = models.CharField(_("結案類別"), max_length=10, choices=Closure, blank=True)
    approved_at = models.DateTimeField(_("核定時間"), null=True, editable=False)
    doc_number = models.CharField(_("發文字號"), max_length=60, blank=True)
    sent_by_method = models.CharField(_("回復方式"), max_length=10, choices=ReplyMethod, blank=True)
    replied_at = models.DateTimeField(_("回復時間"), null=True, editable=False)
    delivery_result = models.CharField(
        _("送達結果"), max_length=14, choices=DeliveryResult, blank=True
    )
    delivered_at = models.DateTimeField(_("送達時間"), null=True, editable=False)
    withdrawn_how = models.CharField(_("撤案方式"), max_length=20, blank=True)

    objects = PetitionQuerySet.as_manager()

    class Meta:
        verbose_name = _("人民陳情")
        constraints = [
            models.CheckConstraint(
                condition=~Q(previous_case=F("case")), name="petition_does_not_repeat_itself"
            ),
            models.CheckConstraint(
                condition=~Q(ground="repeated") | Q(previous_case__isnull=False),
                name="petition_repeat_names_the_earlier_case",
            ),
        ]
        indexes = [models.Index(fields=["registered_at"], name="petition_registered")]


def petition(case: Case) -> Petition:
    """The case's petition, read once with the case."""
    found: Petition = detail_of(case)
    return found


def original(case: Case) -> str:
    """The letter in the petitioner's own words."""
    detail = petition(case)
    return f"{detail.subject}\n{detail.content}"
