"""What a person agrees to, on the record."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts.errors import TooManyConsents
from marketplace.apps.accounts.models import Account, Consent
from marketplace.apps.accounts.types import ConsentPurpose, ConsentSource
from marketplace.foundation import encryption, rows, tenancy
from marketplace.kit import limits
from marketplace.kit.errors import NotFound

MAX_CONSENTS = limits.declare(
    "accounts.consents", 200, "records", "Of what one person agreed to or took back; 409 `too_many_consents` above it."
)
_PURPOSE = "unsubscribe"
_LATEST = "account_id = %(id)s AND purpose = %(purpose)s ORDER BY id DESC"


def record_consent(
    *, account_id: str, purpose: ConsentPurpose, is_granted: bool, text: str, language: str, source: ConsentSource, now: datetime
) -> None:
    """Add to the record that the person agreed to ``text``, or took it back. :raises TooManyConsents:"""
    with tenancy.atomic():
        if Consent.objects.filter(account_id=account_id).count() >= MAX_CONSENTS:
            raise TooManyConsents
        rows.insert(
            Consent(account_id=account_id, purpose=purpose, is_granted=is_granted, text=text, language=language, source=source, at=now)
        )


def unsubscribe_token(account_id: str) -> str:
    """
    What the link in a mail takes consent to marketing back by. It is good for as long as the key of its time is kept, since mails lie
    about for years: that of fields, which is kept for ever, and not the secret key, which is not.
    """
    return f"{account_id}.{encryption.sign(account_id, purpose=_PURPOSE)}"


def unsubscribe(*, token: str, now: datetime) -> None:
    """
    Take consent to marketing back for who has the mail. Safe to repeat; never refused for the number of records.

    :raises NotFound: for a token that is not ours
    """
    account_id, _, signature = token.partition(".")
    if not encryption.is_signed(account_id, signature, purpose=_PURPOSE):
        raise NotFound
    with tenancy.atomic():
        account = rows.first(Account, "id = %(id)s", {"id": account_id}, for_update=True)
        if account is None:
            return  # deleted: nobody is written to any more
        latest = rows.first(Consent, _LATEST, {"id": account_id, "purpose": ConsentPurpose.MARKETING})
        if latest is None or not latest.is_granted:
            return
        taken_back = {"purpose": ConsentPurpose.MARKETING, "is_granted": False, "text": latest.text, "language": latest.language}
        rows.insert(Consent(account_id=account_id, source=ConsentSource.MAIL, at=now, **taken_back))
