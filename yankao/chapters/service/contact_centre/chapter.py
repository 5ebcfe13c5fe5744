"""What the contact centre says of itself in the annual report; authors write on from here."""

from yankao.kernel.reports.chapters import Part

TEXT = """1999 話務中心全年無休、全天候受理，設 {{contact_centre.seats}} 席，話務人員 {{contact_centre.staff}} 人，其中身心障礙人員占 {{contact_centre.disabled}}。

全年處理電話 {{contact_centre.handled}} 通，平均每月 {{contact_centre.monthly}} 通；[^calls]諮詢占 {{contact_centre.consulted}}，錄案後送占 {{contact_centre.recorded}}，其他占 {{contact_centre.other}}。諮詢的線上立即回覆率為 {{contact_centre.immediate}}，服務滿意度調查平均為 {{contact_centre.satisfaction}}。

[^calls]: 通數是電話，不是案件：一通電話可以沒有案件，也可以有好幾件，案件也來自其他管道，兩者不互相核對。
"""  # noqa: E501  (a paragraph is one line of the text form)

MONTH = """本月處理電話 {{contact_centre.handled}} 通：諮詢占 {{contact_centre.consulted}}，錄案後送占 {{contact_centre.recorded}}，其他占 {{contact_centre.other}}；諮詢的線上立即回覆率為 {{contact_centre.immediate}}，服務滿意度為 {{contact_centre.satisfaction}}。

話務人員 {{contact_centre.staff}} 人，其中身心障礙人員占 {{contact_centre.disabled}}。
"""  # noqa: E501  (a paragraph is one line of the text form)

part = Part(title="1999 話務中心", unit="RDEC-JSC", text=TEXT, order=15, also={"centre": MONTH})
