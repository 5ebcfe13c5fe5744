"""The letters of petitions, to petitioners and to agencies."""

from yankao.kernel.notices.letters import Audience, Letter, Words


def to_petitioner(name: str, label: str, more: dict[str, str], zh: Words, en: Words) -> Letter:
    words = {"zh-hant": zh, "en": en}
    return Letter(f"petitions.{name}", label, Audience.REPORTER, words, more=more, topic="")


CONFIRM = Letter(
    "petitions.confirm",
    "陳情確認信",
    Audience.REPORTER,
    {
        "zh-hant": Words(
            "請確認您的陳情（{number}）",
            "{name} 您好：\n\n我們收到一封以這個電子郵件寄出的陳情：{title}\n\n"
            "請於 {until} 前開啟下列連結並按下確認，本案才會立案：\n{link}\n\n"
            "逾期未確認，來信不予立案。若不是您寄的，請不必理會。",
            "請於 {until} 前確認陳情 {number}：{link}",
        ),
        "en": Words(
            "Please confirm your petition ({number})",
            "Dear {name},\n\nWe received a petition sent with this e-mail address: {title}\n\n"
            "Please open this link before {until} and press the button to register it:\n{link}\n\n"
            "Unconfirmed petitions are not registered. If you did not write, ignore this letter.",
            "Please confirm petition {number} before {until}: {link}",
        ),
    },
    more={"link": "確認連結（寄出後不留存）", "until": "確認期限"},
    secret=frozenset({"link"}),
)
REGISTERED = to_petitioner(
    "registered", "立案通知", {},
    Words(
        "您的陳情已立案（{number}）",
        "{name} 您好：\n\n您的陳情「{title}」已立案，案號 {number}。\n辦理期限：{due}\n\n"
        "可憑收件時的查詢密碼至 {url} 查詢進度。",
        "陳情 {number} 已立案，期限 {due}。{url}",
    ),
    Words(
        "Your petition is registered ({number})",
        "Dear {name},\n\nYour petition \"{title}\" is registered as {number}. "
        "We answer by {due}.\n\nFollow it with your password at {url}.",
        "Petition {number} registered, due {due}. {url}",
    ),
)  # fmt: skip
SUPPLEMENT = to_petitioner(
    "supplement", "補正通知", {"missing": "應補正事項", "until": "補正期限"},
    Words(
        "請補充您的陳情資料（{number}）",
        "{name} 您好：\n\n為辦理您的陳情「{title}」，請於 {until} 前補充下列事項：\n\n{missing}\n\n"
        "請至 {url} 填寫。逾期未補充，我們將依現有資料答復。",
        "請於 {until} 前補充陳情 {number} 的資料：{url}",
    ),
    Words(
        "Please add to your petition ({number})",
        "Dear {name},\n\nTo deal with your petition \"{title}\" we need, before {until}:\n\n"
        "{missing}\n\nPlease answer at {url}. Without an answer we reply on what is known.",
        "Please add to petition {number} before {until}: {url}",
    ),
)  # fmt: skip
EXTENDED = to_petitioner(
    "extended", "展期通知", {"why": "展期理由"},
    Words(
        "您的陳情需要較長時間辦理（{number}）",
        "{name} 您好：\n\n您的陳情「{title}」因下列原因，辦理期限展延至 {due}：\n\n{why}\n\n"
        "進度查詢：{url}",
        "陳情 {number} 期限展延至 {due}。{url}",
    ),
    Words(
        "Your petition needs more time ({number})",
        "Dear {name},\n\nThe limit for your petition \"{title}\" is now {due}, because:"
        "\n\n{why}\n\nProgress: {url}",
        "Petition {number} is now due {due}. {url}",
    ),
)  # fmt: skip
REPLY_FACTS = {
    "reply": "回復內容", "basis": "法令依據", "doc": "發文字號", "officer": "承辦人",
    "phone": "承辦人電話",
}  # fmt: skip
REPLY = to_petitioner(
    "reply", "陳情回復", REPLY_FACTS,
    Words(
        "回復您的陳情（{number}）",
        "{name} 您好：\n\n{reply}\n\n法令依據：{basis}\n發文字號：{doc}\n"
        "承辦單位：{unit}　承辦人：{officer}　電話：{phone}\n\n進度查詢：{url}",
        "陳情 {number} 已回復，請見 {url}",
    ),
    Words(
        "Reply to your petition ({number})",
        "Dear {name},\n\n{reply}\n\nLegal basis: {basis}\nDocument: {doc}\n"
        "Office: {unit}, officer: {officer}, telephone: {phone}\n\nProgress: {url}",
        "Petition {number} has been answered: {url}",
    ),
)  # fmt: skip
FILED = to_petitioner(
    "filed", "存參通知", {"ground": "存參事由", "earlier": "前案答復之日期與文號"},
    Words(
        "您的陳情辦理情形（{number}）",
        "{name} 您好：\n\n您的陳情「{title}」已登記，"
        "依行政程序法第 173 條不再另行處理：{ground}。\n"
        "{earlier}\n\n詳情：{url}",
        "陳情 {number} 已登記存參。{url}",
    ),
    Words(
        "About your petition ({number})",
        "Dear {name},\n\nYour petition \"{title}\" is on record and, under Article 173 of the "
        "Administrative Procedure Act, will not be dealt with again: {ground}.\n{earlier}\n\n{url}",
        "Petition {number} is on record. {url}",
    ),
)  # fmt: skip
TRANSFERRED = to_petitioner(
    "transferred", "移轉通知", {"authority": "移轉機關"},
    Words(
        "您的陳情已移請主管機關辦理（{number}）",
        "{name} 您好：\n\n您的陳情「{title}」屬 {authority} 權責，"
        "已移請該機關辦理並逕復。\n\n{url}",
        "陳情 {number} 已移請 {authority} 辦理。",
    ),
    Words(
        "Your petition was passed on ({number})",
        "Dear {name},\n\nYour petition \"{title}\" is a matter for {authority}; it was passed on "
        "and you will hear from them.\n\n{url}",
        "Petition {number} was passed on to {authority}.",
    ),
)  # fmt: skip
CONVERTED = to_petitioner(
    "converted", "改依其他程序通知", {"road": "改依程序", "received": "原收件日"},
    Words(
        "您的來信改依{road}程序辦理（{number}）",
        "{name} 您好：\n\n您的來信「{title}」實質上屬{road}，已改依該程序辦理，"
        "收件日仍以 {received} 計算。\n\n{url}",
        "來信 {number} 改依{road}程序辦理，收件日 {received}。",
    ),
    Words(
        "Your letter is handled as: {road} ({number})",
        "Dear {name},\n\nYour letter \"{title}\" is in substance: {road}. It is handled as such; "
        "the date of receipt stays {received}.\n\n{url}",
        "Letter {number} is handled as {road}, received {received}.",
    ),
)  # fmt: skip
CLOSED = to_petitioner(
    "closed", "結案通知", {},
    Words(
        "您的陳情已結案（{number}）",
        "{name} 您好：\n\n您的陳情「{title}」已結案。\n\n"
        "請於七日內至 {url} 告訴我們您是否滿意，每案一次。",
        "陳情 {number} 已結案，歡迎填寫滿意度：{url}",
    ),
    Words(
        "Your petition is closed ({number})",
        "Dear {name},\n\nYour petition \"{title}\" is closed.\n\n"
        "Please tell us within seven days how satisfied you are: {url}",
        "Petition {number} is closed. How did we do? {url}",
    ),
)  # fmt: skip
WITHDRAWN = to_petitioner(
    "withdrawn", "撤案通知", {},
    Words(
        "您的陳情已撤回（{number}）",
        "{name} 您好：\n\n依您的意思，陳情「{title}」已撤回，不再辦理。"
        "若非您本人所為，請速與我們聯絡。",
        "陳情 {number} 已依您的意思撤回。",
    ),
    Words(
        "Your petition is withdrawn ({number})",
        "Dear {name},\n\nAs you wished, petition \"{title}\" is withdrawn. "
        "If this was not you, please contact us at once.",
        "Petition {number} is withdrawn as you wished.",
    ),
)  # fmt: skip
CO_HANDLE = Letter(
    "petitions.co_handle",
    "會辦通知",
    Audience.OFFICIAL,
    {
        "zh-hant": Words(
            "【會辦】{number}",
            "{name} 您好：\n\n案件 {number} 請貴單位於 {until} 前表示意見：\n\n{asked}\n\n"
            "請至 {url} 填寫。",
            "【會辦】{number}，請於 {until} 前回覆。{url}",
        ),
        "en": Words(
            "Your opinion on {number}",
            "Dear {name},\n\nPlease give your opinion on case {number} before {until}:"
            "\n\n{asked}\n\nAnswer at {url}.",
            "Opinion on {number} wanted before {until}. {url}",
        ),
    },
    more={"asked": "會辦事項", "until": "會辦期限"},
)
