"""What a person agrees to, on the record."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts.errors import TooManyConsents
from marketplace.apps.accounts.models import Consent
from marketplace.apps.accounts.types import ConsentPurpose, ConsentSource
from marketplace.foundation import rows, tenancy
from marketplace.kit import limits

MAX_CONSENTS = limits.declare(
    "accounts.consents", 200, "records", "Of what one person agreed to or took back; 409 `too_many_consents` above it."
)


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
