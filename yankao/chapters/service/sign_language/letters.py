"""The letter to whoever left written words."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from yankao.kernel.cases.models import Case
from yankao.kernel.cases.workflow import Move
from yankao.kernel.notices.effects import reporter, tell
from yankao.kernel.notices.letters import Audience, Letter, Words
from yankao.kernel.notices.models import Recipient

from .models import Interpreter, session

ANSWER = Letter(
    "sign_language.answer",
    _("文字回覆"),
    Audience.REPORTER,
    {
        "zh-hant": Words(
            "回覆您的留言（{number}）",
            "您好：\n\n您的留言：\n{message}\n\n我們的回覆：\n{answer}\n\n{url}",
            "已回覆您的留言 {number}：{url}",
        ),
        "en": Words(
            "Our answer to your message ({number})",
            "Hello,\n\nYou wrote:\n{message}\n\nOur answer:\n{answer}\n\n{url}",
            "We answered your message {number}: {url}",
        ),
    },
    more={"message": _("民眾的留言"), "answer": _("文字回覆")},
)

COME = Letter(
    "sign_language.come",
    _("有人申請手語視訊"),
    Audience.OFFICIAL,
    {
        "zh-hant": Words(
            "有人申請手語視訊，目前沒有翻譯員值勤（{number}）",
            "{name} 您好：\n\n民眾正在等候手語視訊，沒有翻譯員值勤。請開始值勤並接聽。\n\n{url}",
            "有人等候手語視訊 {number}，目前無人值勤。{url}",
        ),
        "en": Words(
            "Somebody asks for a sign-language call and nobody is on duty ({number})",
            "Dear {name},\n\nA citizen is waiting for a video call and no interpreter is on duty. "
            "Please go on duty and answer.\n\n{url}",
            "Somebody waits for a sign-language call {number}; nobody is on duty. {url}",
        ),
    },
)


def signers(case: Case, move: Move) -> list[Recipient]:
    """Whoever may answer, when nobody is there to see that it rings."""
    rows = Interpreter.objects.filter(active=True).select_related("person")
    return [] if any(row.on_since for row in rows) else [row.person for row in rows]


def words(case: Case, move: Move) -> Mapping[str, object]:
    detail = session(case)
    return {"message": detail.message, "answer": detail.answer}


tell_signers = tell(COME, to=signers)
tell_answer = tell(ANSWER, to=reporter, facts=words)
