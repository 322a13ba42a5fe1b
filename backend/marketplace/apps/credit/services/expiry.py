"""What becomes of credit that nobody used in time."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.credit.models import Credit
from marketplace.apps.ledger import services as ledger_services
from marketplace.apps.ledger.types import OPERATOR_CREDIT_EXPIRED, Posting, TransactionType, credit_account
from marketplace.foundation import rows, tenancy
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money

BATCH = 1000
_EXPIRED = f"expires_at <= %(now)s AND balance_minor > reserved_minor ORDER BY id LIMIT {BATCH}"


def expire_credits(*, now: datetime) -> int:
    """
    Book what is left of expired credits as the operator's. What a checkout has reserved waits for its end. Returns how many there were;
    call it again while that is a whole batch.
    """
    with tenancy.atomic():
        expired = rows.every(Credit, _EXPIRED, {"now": now}, for_update=True)
        postings = [_posting(credit, now=now) for credit in expired]
        for credit in expired:
            credit.balance_minor = credit.reserved_minor
        rows.change_all(expired, "balance_minor")
        ledger_services.post(postings, now=now)
    return len(expired)


def _posting(credit: Credit, *, now: datetime) -> Posting:
    return Posting(
        key=f"credit_expired:{new_id('cex', at=now)}",  # a credit may expire again, with what was refunded to it since
        type=TransactionType.CREDIT_EXPIRED,
        source=credit_account(credit.id),
        destination=OPERATOR_CREDIT_EXPIRED,
        amount=Money(credit.balance_minor - credit.reserved_minor, credit.currency),
    )
