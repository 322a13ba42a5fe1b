"""
Devices on which a person has logged in before: wrong tries of others, elsewhere, do not lock that person out.

After OWASP's "Slow Down Online Guessing Attacks with Device Cookies". The token names nobody: it is a signature over whom it was given to,
so it can be checked only together with the e-mail address, and is of no use for another account.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.foundation import encryption
from marketplace.kit.ids import new_secret

PURPOSE = "accounts.device"
LIFE = timedelta(days=180)
MAX_LENGTH = 200


def issue(*, audience: str, email: str, now: datetime) -> str:
    """A token for the device on which the person behind this address has just logged in."""
    fact = f"{new_secret()}.{int(now.timestamp())}"
    return f"{fact}.{_signature(fact, audience, email)}"


def find_device(token: str, *, audience: str, email: str, now: datetime) -> str:
    """What to count a known device's tries by; empty for a token that is not this person's, too old, or none at all."""
    fact, _, signature = token.rpartition(".")
    secret, _, issued = fact.partition(".")
    if not (token.isascii() and secret and signature and issued.isdigit() and len(issued) < 12):
        return ""
    if int(issued) < (now - LIFE).timestamp():
        return ""
    return secret if encryption.is_signed(_bound(fact, audience, email), signature, purpose=PURPOSE) else ""


def _signature(fact: str, audience: str, email: str) -> str:
    return encryption.sign(_bound(fact, audience, email), purpose=PURPOSE)


def _bound(fact: str, audience: str, email: str) -> str:
    return f"{fact}\n{audience}\n{email}"
