"""What the video service says of itself in the annual report; authors write on from here."""

from yankao.kernel.reports.chapters import Part

TEXT = """為服務聽語障市民，自 110 年 9 月 17 日起設手語視訊專線，由手語翻譯員以視訊協助市政諮詢、陳情與派工通報；沒有接通或非服務時間，可留文字由專人回覆。

全年服務 {{sign_language.sessions}} 人次。[^same]

[^same]: 十分鐘內重新連線算同一次；未接通者不計。本服務不是全國性的手語視訊轉譯服務。
"""  # noqa: E501  (a paragraph is one line of the text form)

MONTH = """本月手語視訊 {{sign_language.sessions}} 人次，未接通 {{sign_language.missed}} 人次，接通率 {{sign_language.answered}}。
"""  # noqa: E501  (a paragraph is one line of the text form)

part = Part(title="手語視訊服務", unit="RDEC-JSC", text=TEXT, order=35, also={"centre": MONTH})
