"""Keyed digests of persons: enough to know somebody again, too little to say who it is.

Names, telephone and the last four digits of the identity number lie in the contact and in the
personal values of the timeline, which are erased in their time; a booking keeps only these.
"""

import unicodedata

from django.utils.crypto import salted_hmac

SALT = "yankao.legal_advice.person"
TITLES = ("先生", "女士", "小姐")


def plain(name: str) -> str:
    """A name however it was typed: full-width, spaced, with a title."""
    text = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    for title in TITLES:
        text = text.removesuffix(title) if len(text) > len(title) + 1 else text
    return text


def digest(text: str) -> str:
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()[:40]


def name_key(name: str) -> str:
    """The same for the same name; "" for nobody."""
    return digest(plain(name)) if plain(name) else ""


def person_key(name: str, id_last4: str) -> str:
    """The same for one person at every booking."""
    return digest(f"{plain(name)} {id_last4}")
