"""What petitions say of themselves in the annual report; authors write on from here."""

from yankao.kernel.reports.chapters import Part

TEXT = """## 受理情形

市民對市政的建議、舉發、查詢與權益維護，不論臨櫃、電話、網路、書面或傳真，都登記於同一套案件系統並給予案號。全年處理民眾陳情案 {{petitions.registered}} 件，平均每月 {{petitions.monthly_mean}} 件。[^count]

{{chart petitions.registered by=month title="每月陳情案件數"}}

{{table petitions.registered by=channel title="陳情管道"}}

## 辦理時效

全年結案 {{petitions.closed}} 件，其中在期限內辦結者占 {{petitions.on_time}}，平均使用 {{petitions.used_days}} 個工作天。

{{chart petitions.registered by=agency title="陳情案件主辦機關"}}

## 滿意度

結案後以簡訊或電子郵件邀請陳情人評分，回答滿意者占 {{petitions.satisfaction}}。

[^count]: 存參與併入他案者計入；未確認而失效者不計。
"""  # noqa: E501  (a paragraph is one line of the text form)

MONTH = """本月受理民眾陳情案 {{petitions.registered}} 件，結案 {{petitions.closed}} 件；結案者在期限內辦結占 {{petitions.on_time}}，平均使用 {{petitions.used_days}} 個工作天，滿意者占 {{petitions.satisfaction}}。

{{table petitions.registered by=channel title="本月陳情管道"}}

{{table petitions.registered by=agency title="本月主辦機關"}}
"""  # noqa: E501  (a paragraph is one line of the text form)

part = Part(title="人民陳情", unit="RDEC-JSC", text=TEXT, order=10, also={"centre": MONTH})
