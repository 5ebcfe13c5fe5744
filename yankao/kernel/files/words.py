"""What a refused upload is called and what its sender can do about it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

WORDS = {
    "empty": _("這個檔案是空的，請重新選擇檔案。"),
    "too_large": _("檔案大小 %(size)s MB，超過上限 %(limit)s MB，請縮小後再上傳。"),
    "unknown": _(
        "無法辨識「%(name)s」的內容。"
        "請上傳照片（JPEG、PNG、WebP、HEIC）、PDF、ODT、ODS、DOCX 或純文字檔。"
    ),
    "not_a_photo": _("這裡只收照片（JPEG、PNG、WebP、HEIC），「%(name)s」的內容不是照片。"),
    "disguised": _("「%(name)s」的內容是文字或程式碼，與檔名不符，請上傳原本的檔案。"),
    "broken_photo": _("照片「%(name)s」已損壞或不完整，請重新拍攝或重新傳送。"),
    "too_many_pixels": _("照片「%(name)s」的尺寸過大（%(width)s × %(height)s），請縮小後再上傳。"),
    "broken_pdf": _("PDF「%(name)s」不完整，請重新匯出後再上傳。"),
    "locked_pdf": _("PDF「%(name)s」已加密，承辦人無法開啟，請移除密碼後再上傳。"),
    "active_pdf": _("PDF「%(name)s」含有程式或內嵌檔案，請用「列印成 PDF」另存一份後再上傳。"),
    "broken_document": _("文件「%(name)s」已損壞，請重新存檔後再上傳。"),
    "locked_document": _("文件「%(name)s」已加密，承辦人無法開啟，請移除密碼後再上傳。"),
    "macro": _("文件「%(name)s」含有巨集，請移除巨集或改存 PDF 後再上傳。"),
    "infected": _("「%(name)s」含有惡意程式（%(virus)s），未予收存。請先掃毒再上傳。"),
    "already_here": _("這個檔案已經附在本案（%(kind)s），請選擇另一個檔案。"),
    "too_many": _("每一案最多附 %(limit)s 個檔案，請刪減後再上傳。"),
}


class Refused(ValidationError):
    """An upload we do not take; `code` for programs, the message for people."""

    code: str

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(WORDS[code], code=code, params=facts)
