"""Whether a reply is one: what must be mended before approval, and what an approver must weigh."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from yankao.kernel.cases.models import Case
from yankao.kernel.replies.forms import Finding
from yankao.kernel.text.known import mentions, traits
from yankao.kernel.text.numbers import ID

from .models import Closure, Petition, petition

SHORTEST = 10
ENOUGH_ENGLISH = 40
NUMBERED = re.compile(
    r"(?:^|[\s。；;：:])(?:[一二三四五六七八九十]{1,2}、|[（(]?\d{1,2}[.)）、](?!\d)|[①-⑳])"
)
LAW = re.compile(
    r"(?:[\u4e00-\u9fff]{2,}(?:法|條例|規則|細則|辦法|標準|準則|要點|規程|通則|注意事項)"
    r"|第\s*[\d一二三四五六七八九十百]+\s*[條點]|\bAct\b|\bRegulations?\b|\bArticle\b)"
)
TRANSFER = re.compile(
    r"轉請|移請|函轉|轉知|轉由|移由|函請|轉送|移送|已轉|transferred to|forwarded to", re.I
)
GREETING = re.compile(
    r"您好|感謝|謝謝|敬祝|順頌|敬復|敬啟|平安|健康|惠示|來信|來函|市長信箱|敬請諒察"
    r"|Dear|Thank|Sincerely|Regards",
    re.I,
)
POLITE = re.compile(r"您|敬|請|感謝|謝謝|please|thank|dear", re.I)
MOBILE = re.compile(r"(?<!\d)09\d{2}[\s-]?\d{3}[\s-]?\d{3}(?!\d)")
HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
REMEDIES: dict[str, str] = {
    Closure.PRIVATE_DISPUTE: r"調解|法院|訴訟|mediation|court",
    Closure.OTHER_REMEDY: r"訴願|訴訟|國家賠償|appeal|litigation|compensation",
}
SENTENCE = re.compile(r"[。！？!?；;\n]+|\.\s")


def review(case: Case, text: str, basis: str) -> list[Finding]:
    """Everything to be said about a reply before it is approved (handbook 5-6 §1)."""
    detail = petition(case)
    return [
        *substance(detail, text, basis),
        *privacy(case, text),
        *form(case, detail, text),
    ]


def blocking(case: Case, text: str, basis: str) -> list[Finding]:
    return [finding for finding in review(case, text, basis) if finding.blocking]


def substance(detail: Petition, text: str, basis: str) -> Iterator[Finding]:
    """Each point answered, the law named, more than a transfer."""
    if is_only_a_transfer(text):
        yield Finding("only_transfer", _("只說明已轉請其他機關，不能作為結案回復。"), True)
    asked, answered = points(detail.content), points(text)
    if asked >= 2 and answered < asked:
        told = _("來信有 {n} 點，回復只見 {m} 點，請確認已逐點答復。")
        yield Finding("points", told.format(n=asked, m=answered))
    remedy = REMEDIES.get(detail.closure)
    if remedy and not re.search(remedy, text):
        yield Finding("remedy", _("結案類別為告知其他途徑，回復中未見應告知之途徑。"))
    if not LAW.search(f"{basis}\n{text}"):
        yield Finding("law", _("未敘明法令依據。"))


def privacy(case: Case, text: str) -> Iterator[Finding]:
    """No third party's data, nor what tells who a confidential petitioner is."""
    if ID.search(text):
        yield Finding("identity_number", _("回復中有身分證或居留證號。"), True)
    if case.confidential and mentions(text, traits(case.contact)):
        yield Finding("confidential", _("回復中出現保密陳情人的姓名或聯絡資料。"), True)
    joined = list(case.children.exclude(contact=None).select_related("contact"))
    everyone = [case.contact, *(child.contact for child in joined)] if joined else []
    if any(mentions(text, traits(contact)) for contact in everyone):
        yield Finding(
            "joined", _("併案之回復會寄給每位陳情人，不得出現任何一人的姓名或聯絡資料。"), True
        )
    ours = re.sub(r"\D", "", f"{officer_phone(case)} {case.contact.phone if case.contact else ''}")
    if any(re.sub(r"\D", "", found) not in ours for found in MOBILE.findall(text)):
        yield Finding("mobile", _("回復中有行動電話號碼，請確認不是第三人的個人資料。"))


def form(case: Case, detail: Petition, text: str) -> Iterator[Finding]:
    """Concrete, polite, reachable, in the petitioner's language."""
    if not officer_phone(case):
        yield Finding("no_contact", _("承辦人與承辦機關都沒有電話，民眾無從聯絡，請先補上。"), True)
    if wants_english(case, detail) and len(LATIN.findall(text)) < ENOUGH_ENGLISH:
        yield Finding("english", _("英文來信須以英文答復。"), True)
    if not POLITE.search(text):
        yield Finding("polite", _("語氣生硬，請確認用語。"))


def officer_phone(case: Case) -> str:
    own = case.handler.phone if case.handler else ""
    return own or (case.holder.phone if case.holder else "")


def wants_english(case: Case, detail: Petition) -> bool:
    """Written in English; a mere preference of the interface is no English letter."""
    text = detail.content
    return len(LATIN.findall(text)) >= ENOUGH_ENGLISH > 4 * len(HAN.findall(text))


def points(text: str) -> int:
    """Numbered points; a letter without numbers counts as one."""
    return max(1, len(NUMBERED.findall(text)))


def is_only_a_transfer(text: str) -> bool:
    """Once courtesies and 已轉請○○ are taken away, nothing is left."""
    if not TRANSFER.search(text):
        return False
    told = [part.strip() for part in SENTENCE.split(text) if part.strip()]
    return not any(
        len(part) >= SHORTEST and not GREETING.search(part) and not TRANSFER.search(part)
        for part in told
    )
