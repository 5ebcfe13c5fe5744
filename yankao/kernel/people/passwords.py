"""Words of this house are no passwords: whoever guesses begins with them."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WORDS = (
    "yankao",
    "kaohsiung",
    "kcg",
    "rdec",
    "1999",
    "研考",
    "高雄",
    "市政府",
    "admin",
    "password",
)
OWN = 6  # signs that must be left when the house's words are taken out


class HouseWords:
    """A validator of Django's: what is left without those words must still be something."""

    def __init__(self, words: Sequence[str] = WORDS) -> None:
        self.words = words

    def validate(self, password: str, user: object = None) -> None:
        left = password.lower()
        for word in self.words:
            left = left.replace(word, "")
        if len(set(left)) < OWN:
            raise ValidationError(self.get_help_text(), code="house_words")

    def get_help_text(self) -> str:
        return _("密碼不能只由本機關名稱、系統名稱等常見字詞組成。")
