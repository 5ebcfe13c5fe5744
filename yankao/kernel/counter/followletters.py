"""Letters to those who follow a case or an area; none says who reported, each says how to stop."""

from yankao.kernel.notices.letters import Audience, Letter, Topic, Words

STOP = {"stop": "追蹤清單與取消追蹤的連結（寄出後不留存）"}
CONFIRM_FOLLOW = Letter(
    "confirm_follow",
    "確認追蹤",
    Audience.REPORTER,
    {
        "zh-hant": Words(
            "請確認您要追蹤「{what}」",
            "您好：\n\n有人以這個信箱要求追蹤「{what}」。請在三天內開啟下列連結確認：\n{link}\n\n"
            "若不是您，請不必理會，我們不會再寄信。",
            "請確認追蹤「{what}」：{link} 若不是您，請不必理會。",
        ),
        "en": Words(
            "Please confirm that you want to follow “{what}”",
            "Hello,\n\nSomebody asked to follow “{what}” with this address. Please confirm within "
            "three days:\n{link}\n\nIf it was not you, ignore this; we shall not write again.",
            "Confirm to follow “{what}”: {link} If it was not you, ignore this.",
        ),
    },
    more={"what": "追蹤的案件或區域", "link": "確認連結（寄出後不留存）"},
    secret=frozenset({"link"}),
    topic="",
)
FOLLOWED = Letter(
    "followed",
    "追蹤案件有新進度",
    Audience.REPORTER,
    {
        "zh-hant": Words(
            "您追蹤的案件有新進度（{number}）",
            "您好：\n\n{what}\n目前狀態：{now}\n\n公開頁：{page}\n取消追蹤：{stop}",
            "{what}：{now}。{page} 取消追蹤：{stop}",
        ),
        "en": Words(
            "News of a case you follow ({number})",
            "Hello,\n\n{what}\nNow: {now}\n\nPublic page: {page}\nStop following: {stop}",
            "{what}: {now}. {page} Stop: {stop}",
        ),
    },
    more={"what": "追蹤的案件", "now": "目前狀態", "page": "公開頁", **STOP},
    secret=frozenset({"stop"}),
    topic=Topic.FOLLOW,
)
DIGEST = Letter(
    "follow_digest",
    "追蹤摘要",
    Audience.REPORTER,
    {
        "zh-hant": Words(
            "您追蹤的 {count} 則新進度",
            "您好：\n\n{news}\n\n追蹤清單與取消追蹤：{stop}",
            "您追蹤的 {count} 則新進度：{stop}",
        ),
        "en": Words(
            "{count} news of what you follow",
            "Hello,\n\n{news}\n\nWhat you follow, and how to stop: {stop}",
            "{count} news of what you follow: {stop}",
        ),
    },
    more={"count": "則數", "news": "各案新進度", **STOP},
    secret=frozenset({"stop"}),
    topic=Topic.FOLLOW,
)
MY_CASES = Letter(
    "my_cases",
    "我的案件連結",
    Audience.REPORTER,
    {
        "zh-hant": Words(
            "查看您的案件",
            "您好：\n\n三十分鐘內開啟下列連結，可查看以這個信箱通報的案件：\n{link}\n\n"
            "若不是您申請的，請不必理會。",
            "三十分鐘內查看您的案件：{link}",
        ),
        "en": Words(
            "See your cases",
            "Hello,\n\nOpen this link within thirty minutes to see the cases reported with this "
            "address:\n{link}\n\nIf you did not ask, ignore this letter.",
            "See your cases within thirty minutes: {link}",
        ),
    },
    more={"link": "連結（寄出後不留存）"},
    secret=frozenset({"link"}),
    topic="",
)
