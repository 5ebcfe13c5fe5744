"""Sends one e-mail and sorts what can go wrong."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from .errors import Never, TryLater


def send_mail(address: str, subject: str, body: str, *, reference: str) -> str:
    """Plain text, the same Message-ID at every attempt."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
    message = EmailMessage(
        subject,
        body,
        to=[address],
        headers={
            "Message-ID": f"<{reference}@{domain}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        raise _sorted(code, words) from error
    except smtplib.SMTPResponseException as error:
        raise _sorted(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        raise TryLater(str(error)) from error
    except ValueError as error:
        raise Never(str(error)) from error
    return ""


def _sorted(code: int, words: bytes | str) -> Never | TryLater:
    """RFC 5321: 5xx is for good, except that our own sign-in may be repaired."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    final = 550 <= code <= 559
    return Never(f"{code} {text}") if final else TryLater(f"{code} {text}")
