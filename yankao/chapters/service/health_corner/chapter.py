"""What the health corner says of itself in the annual report; authors write on from here."""

from yankao.kernel.reports.chapters import Part

TEXT = """服務中心大廳的保健角每週一至週五上午八時至下午五時三十分，由護理人員替洽公市民量血壓、處理小傷口並說明保健知識；現場有人身體不適時先行照護，必要時交由救護人員送醫。

全年提供傷口護理及衛教 {{health_corner.cared}} 人次，處理突發狀況 {{health_corner.sudden}} 次。[^units]

[^units]: 前者以人次計，後者以事件計，兩者不相加；量血壓不計入。
"""  # noqa: E501  (a paragraph is one line of the text form)

# No part in the monthly report: so few people came that a month would tell who they are.
part = Part(title="保健服務", unit="RDEC-JSC", text=TEXT, order=25)
