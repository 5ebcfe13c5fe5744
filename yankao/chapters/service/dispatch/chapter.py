"""What street dispatch says of itself in the annual report; authors write on from here."""

from yankao.kernel.reports.chapters import Part

TEXT = """## 辦理情形

本市由 1999 話務中心統一受理道路、路燈、路樹、積水與環境等急迫性問題，即時通知權責單位派員處理，並追蹤至現場完成。全年派工案件 {{dispatch.received}} 件，平均每月 {{dispatch.monthly_mean}} 件；同一處由多人通報者各計一件，實際事件為 {{dispatch.incidents}} 件。

{{chart dispatch.received by=month title="每月派工案件數"}}

## 處理時效

自通話結束或線上送出起四小時內完成回報者占 {{dispatch.four_hours}}，處理時間的中位數為 {{dispatch.median_minutes}} 分鐘。[^clock]

{{table dispatch.received by=group title="派工案件類別"}}

## 權責單位與地區

{{chart dispatch.received by=agency title="派工案件權責機關"}}

{{chart dispatch.received by=district title="派工案件行政區"}}

## 便民一路通

民眾以手機 App「便民一路通」拍照、定位通報，全年受理 {{dispatch.app}} 件；這些案件已分別計入陳情與派工件數，不再相加。

[^clock]: 時間不因改派、退修或補件中斷；轉為陳情續辦與併案者另計。
"""  # noqa: E501  (a paragraph is one line of the text form)

MONTH = """本月派工通報 {{dispatch.received}} 件，實際事件 {{dispatch.incidents}} 件；四小時內完成回報者占 {{dispatch.four_hours}}，處理時間的中位數為 {{dispatch.median_minutes}} 分鐘。經便民一路通受理 {{dispatch.app}} 件，已含在陳情與派工件數內。

{{table dispatch.received by=group title="本月派工案件類別"}}
"""  # noqa: E501  (a paragraph is one line of the text form)

part = Part(title="派工通報", unit="RDEC-JSC", text=TEXT, order=30, also={"centre": MONTH})
