"""The few sentences that scripts say, in the language of the page."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Read by `ui/assets/words.js`; %s stands for what the script fills in."""
    return {
        "left": _("剩 %(length)s") % {"length": "%s"},
        "over": _("逾期 %(length)s") % {"length": "%s"},
        "days": _("%(n)s 天") % {"n": "%s"},
        "hours": _("%(n)s 小時") % {"n": "%s"},
        "minutes": _("%(n)s 分") % {"n": "%s"},
        "less": _("不到 1 分"),
        "selected": _("已選 %s 件"),
        "copied": _("已複製"),
        "failed": _("沒有完成，資料未變更。請再試一次；若仍不行，請重新整理頁面。"),
        "offline": _("連不上伺服器。請確認網路後再試，已填的內容還在。"),
        "denied": _("您沒有這項權限，或登入已逾時。請重新登入後再試。"),
        "draft_found": _("找到您上次沒送出的內容。"),
        "draft_restore": _("還原"),
        "draft_drop": _("不用了"),
        "draft_restored": _("已還原上次的內容。照片請重新選擇。"),
        "characters": _("已輸入 %s 字，上限 {max} 字"),
        "photo_count": _("已選 %s 張照片"),
        "photo_remove": _("移除 %s"),
        "mask_box": _("第 %s 處：左 %s、上 %s、寬 %s、高 %s（百分比）"),
        "photo_many": _("最多 %s 張，其餘未加入。"),
        "photo_large": _("「%s」超過大小上限，未加入。"),
        "no_position": _("無法取得目前位置。請在地圖上點選，或輸入地址。"),
        "position_off": _("瀏覽器不允許使用位置。請在地圖上點選，或輸入地址。"),
        "inside": _("位置在%s"),
        "outside": _("這個位置不在高雄市內，請確認。"),
        "no_map": _("這個瀏覽器無法顯示地圖，請改用下方的清單或輸入座標。"),
        "cluster": _("%s 件，放大檢視"),
        "found": _("找到 %s 項"),
        "pin": _("標記。用方向鍵移動，按 Shift 一次移動較遠。"),
        "close": _("關閉"),
        **scans(),
        **outdoors(),
        **calls(),
        **telephone(),
    }


def outdoors() -> dict[str, str]:
    """What the round says of reports that wait for a signal."""
    return {
        "outbox_waiting": _("有 %s 件回報還在這支手機上"),
        "outbox_kept": _("沒有訊號，已存在手機，連上網路會自動送出。"),
        "outbox_sent": _("已送達：%s"),
        "outbox_sign_in": _("登入已逾時，請重新登入，之後會自動送出。"),
        "outbox_refused": _("沒有送成，請開啟案件查看最新狀況。"),
        "outbox_full": _("手機空間不足，沒有存下來。請先不要離開，清出空間後再送一次。"),
        "outbox_photo": _("沒有訊號：照片先留在這支手機上，按送出後會一起保存。"),
        "outbox_arrived": _("離線時寫的通報都送達了，請記下案號與查詢密碼"),
        "outbox_receipt": _("已送達。案號 %s，查詢密碼 %s"),
        "outbox_noted": _("已記下，移除"),
        "outbox_edit": _("開啟修改"),
        "outbox_again": _("再送一次"),
        "outbox_drop": _("捨棄"),
    }


def calls() -> dict[str, str]:
    """What the page of a video call says of the line."""
    return {
        "call_waiting": _("等待對方進入…"),
        "call_joining": _("正在連線…"),
        "call_connected": _("已連線"),
        "call_reconnecting": _("連線中斷，正在重新連線…"),
        "call_server": _("暫時連不上伺服器，會自動再試；畫面若還在，請繼續。"),
        "call_gone": _("這場視訊已經結束，或登入已逾時。請重新整理頁面。"),
        "call_elsewhere": _("這場視訊已在另一個分頁進行。"),
        "call_refused": _(
            "瀏覽器沒有開放鏡頭。請按網址列的鏡頭圖示允許，再按「再試鏡頭」；也可以只用打字。"
        ),
        "call_no_camera": _("找不到鏡頭。仍可看到對方並打字。"),
        "call_busy_camera": _(
            "鏡頭正被其他程式使用，或已拔除。關閉其他程式後請按「再試鏡頭」；仍可打字。"
        ),
        "call_smaller": _("網路較慢，已縮小畫面，讓手勢保持流暢。"),
        "call_old_browser": _(
            "這個瀏覽器不能視訊，或網址不是 https。請改用較新的瀏覽器，或留下文字。"
        ),
        "call_me": _("我："),
        "call_them": _("對方："),
    }


def telephone() -> dict[str, str]:
    """What the installed counter says of camera and pushing."""
    return {
        "scan": _("掃描桿上的 QR 碼"),
        "scan_stop": _("停止掃描"),
        "scan_hold": _("把 QR 碼放在畫面中央。"),
        "scan_strange": _("這個 QR 碼沒有編號，請換一個或直接輸入。"),
        "scan_refused": _("瀏覽器沒有開放鏡頭，請直接輸入編號。"),
        "push_on": _("這台裝置會收到這一案的推播。"),
        "push_off": _("這台裝置不再收到推播。"),
        "push_denied": _("瀏覽器不允許推播。請在網址列的設定開啟通知，再按一次。"),
        "push_failed": _("目前無法設定推播，請稍後再試；仍可用電子郵件收到通知。"),
    }


def scans() -> dict[str, str]:
    """What is said of a scan that was read."""
    return {
        "read_scan": _("讀出圖檔的文字"),
        "read_waits": _("讀取中，請稍候…"),
        "read_check": _("讀出的文字（機器會讀錯，請對照紙本逐字修改後再使用）"),
        "read_take": _("放到內容欄"),
    }
