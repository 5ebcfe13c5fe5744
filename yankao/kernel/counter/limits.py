"""Named settings of the counter: how often, how long, how near, and when no survey is held."""

from yankao.kernel.policy.policy import Setting

VALID_DAYS = "內政部空中勤務總隊滿意度調查：7 日內有效"
SUSPENDED = "高雄市長信箱滿意度調查曾暫停辦理（聯合報），故得按業務暫停"
SOURCE = "防止濫用與誤試之限制，法規未定；本會暫定"

REPORTS = Setting(
    "counter.reports_per_hour", 20, "每一連線每小時可送出之通報件數", SOURCE, "assumed", 1, 1000
)
PHOTOS = Setting(
    "counter.photos_per_hour", 60, "每一連線每小時可上傳之照片張數", SOURCE, "assumed", 1, 1000
)
WRONG_PER_NUMBER = Setting(
    "counter.wrong_per_number", 10, "每一案號每小時可輸錯密碼次數", SOURCE, "assumed", 3, 1000
)
WRONG_PER_CLIENT = Setting(
    "counter.wrong_per_client", 30, "每一連線每小時可輸錯密碼次數", SOURCE, "assumed", 3, 1000
)
ALWAYS_HEARD = Setting(
    "counter.always_heard", 2, "案號已達輸錯上限時，其他連線每小時仍可嘗試次數",
    SOURCE, "assumed", 1, 10,
)  # fmt: skip
LOST_PER_NUMBER = Setting(
    "counter.lost_per_number", 3, "每一案號每小時可申請新密碼次數", SOURCE, "assumed", 1, 100
)
LOST_PER_CLIENT = Setting(
    "counter.lost_per_client", 10, "每一連線每小時可申請新密碼次數", SOURCE, "assumed", 1, 100
)
SESSION_HOURS = Setting(
    "counter.session_hours", 12, "查詢後可免再輸入密碼之時數", SOURCE, "assumed", 1, 72
)
SIMILAR_METRES = Setting(
    "counter.similar_metres", 60, "提示相近案件之距離（公尺）", SOURCE, "assumed", 10, 1000
)
REOPEN_DAYS = Setting(
    "counter.reopen_days", 14, "結案後民眾可反映「還沒好」之日數", SOURCE, "assumed", 1, 90
)
REOPEN_TIMES = Setting(
    "counter.reopen_times", 2, "同一案民眾可反映「還沒好」之次數", SOURCE, "assumed", 1, 10
)
CLOSED_DAYS = Setting(
    "counter.closed_days", 30, "結案後公開頁保留之日數", SOURCE, "assumed", 1, 365
)
FOLLOWS = Setting(
    "counter.follows_per_hour", 30, "每一連線每小時可按「也受影響」或追蹤之次數",
    SOURCE, "assumed", 1, 1000,
)  # fmt: skip
LETTERS_A_DAY = Setting(
    "counter.follow_letters_a_day", 5, "每人每日即時追蹤通知上限（超過併入每日摘要）",
    SOURCE, "assumed", 0, 100,
)  # fmt: skip
MINE_PER_CLIENT = Setting(
    "counter.mine_per_client", 10, "每一連線每小時可申請我的案件連結次數", SOURCE, "assumed", 1, 100
)
MINE_PER_CONTACT = Setting(
    "counter.mine_per_contact", 3, "每一信箱每小時可申請我的案件連結次數", SOURCE, "assumed", 1, 100
)
SURVEY_DAYS = Setting(
    "counter.survey_days",
    7,
    "滿意度調查有效日數",
    VALID_DAYS,
    "borrowed",
    1,
    60,
)
SURVEY_SUSPENDED: Setting[list[str]] = Setting(
    "counter.survey_suspended",
    [],
    "暫停滿意度調查之業務（代碼）",
    SUSPENDED,
    "found",
)
