"""Query passwords: made by us, fifty bits, kept only as a keyed hash. See decision 0002."""

import secrets
import unicodedata

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # 32 signs, without I, L, O and U
LENGTH = 10  # 5 bits each
MISREAD = str.maketrans("OIL", "011")


def fresh() -> str:
    """A new password out of nothing but chance."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def derived(number: str, form_key: str) -> str:
    """The password of a report sent with a one-time form key.

    For ten minutes the receipt page can say it again without anybody having stored it.
    """
    made = salted_hmac("yankao.counter.derived", f"{number}:{form_key}", algorithm="sha256")
    return "".join(ALPHABET[byte % 32] for byte in made.digest()[:LENGTH])


def grouped(password: str) -> str:
    """Two groups of five, as printed and read aloud."""
    return f"{password[:5]}-{password[5:]}"


def normal(typed: str) -> str:
    """What was meant: any case and width, with or without the dash, O for 0, I and L for 1."""
    plain = unicodedata.normalize("NFKC", typed).upper()
    return "".join(sign for sign in plain if sign.isalnum()).translate(MISREAD)[:100]


def hashed(password: str) -> str:
    salt = secrets.token_hex(8)
    return f"{salt}${_keyed(password, salt, settings.SECRET_KEY)}"


def matches(password: str, kept: str) -> bool:
    """Whether this is the password; keys that were replaced but are still known count too."""
    salt, _, digest = kept.partition("$")
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    found = [constant_time_compare(_keyed(password, salt, key), digest) for key in keys]
    return bool(digest) and any(found)


def _keyed(password: str, salt: str, key: str | bytes) -> str:
    made = salted_hmac(f"yankao.counter.receipt:{salt}", password, secret=key, algorithm="sha256")
    return made.hexdigest()
