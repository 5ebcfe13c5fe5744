"""What legal advice says of itself in the annual report; authors write on from here."""

from yankao.kernel.reports.chapters import Part

TEXT = """## 服務據點與方式

市民可在四維、鳳山、岡山、旗山、林園、前鎮、旗津及新住民會館，就近向義務律師免費諮詢法律問題；線上、電話與臨櫃預約，現場亦保留候位名額，需要通譯或手語翻譯者由本會安排。

## 服務成果

全年提供法律諮詢 {{legal_advice.served}} 人次，平均每月 {{legal_advice.monthly_mean}} 人次。[^count]

{{chart legal_advice.served by=month title="每月法律諮詢人次"}}

{{table legal_advice.served by=site title="各據點法律諮詢人次"}}

{{table legal_advice.served by=category title="法律諮詢問題類別"}}

## 轉介與後續

諮詢後轉介法律扶助、調解或其他單位者占 {{legal_advice.referred}}。

[^count]: 同一事件多人同來算一次；未到與取消者不計。諮詢內容保密，不列入統計。
"""  # noqa: E501  (a paragraph is one line of the text form)

MONTH = """本月提供法律諮詢 {{legal_advice.served}} 人次，轉介占 {{legal_advice.referred}}，應到未到占 {{legal_advice.no_show}}。

{{table legal_advice.served by=site title="本月各據點法律諮詢人次"}}
"""  # noqa: E501  (a paragraph is one line of the text form)

part = Part(title="法律諮詢", unit="RDEC-JSC", text=TEXT, order=20, also={"centre": MONTH})
