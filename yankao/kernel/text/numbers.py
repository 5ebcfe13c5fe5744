"""Numbers that belong to somebody, and the check digits that tell them from others."""

import re

LETTERS = "ABCDEFGHJKLMNPQRSTUVXYWZIO"  # their codes are 10, 11, … in this order
ID = re.compile(r"(?<![A-Za-z0-9])[A-Za-z][12A-Da-d89]\d{8}(?![A-Za-z0-9])")
ID_SAID = re.compile(
    r"(?:身分證|身份證|居留證|統一證號)[^A-Za-z\d。；\n]{0,12}(?P<it>[A-Za-z]\w?\d{7,9})(?!\d)"
)
CARD = re.compile(r"(?<!\d)\d{4}([-\s]?)\d{4}\1\d{4}\1\d{4}(?!\d)")
ACCOUNT = re.compile(
    r"(?:帳號|帳戶|局號|匯款|轉帳|存簿|銀行|郵局|信用卡)[^\d。；\n]{0,8}"
    r"(?P<it>(?:[(（]?\d{3}[)）]?[-\s]?)?\d(?:[-\s]?\d){6,15})(?!\d)"
)


def id_holds(text: str) -> bool:
    """The check digit of a national or resident's identity number; the old and the new kind."""
    said = text.upper()
    code = LETTERS.index(said[0]) + 10
    second = said[1]
    digit = (LETTERS.index(second) + 10) % 10 if second.isalpha() else int(second)
    digits = [code // 10, code % 10, digit, *map(int, said[2:])]
    weights = [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]
    return sum(d * w for d, w in zip(digits, weights, strict=True)) % 10 == 0


def card_holds(text: str) -> bool:
    """The check digit of a payment card (Luhn)."""
    digits = [int(sign) for sign in text if sign.isdigit()]
    doubled = [d * 2 - 9 * (d > 4) if i % 2 == 0 else d for i, d in enumerate(digits)]
    return sum(doubled) % 10 == 0
