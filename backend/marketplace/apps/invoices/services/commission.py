"""
Invoicing the operator's commission: once a month, one paper for each vendor, currency, rate of VAT and number under which the vendor bought
(reverse charge), of the rows of the books that are on none yet.

Fee and VAT are taken as they were booked. Where more was returned than charged, it is a credit note instead.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from marketplace.apps.invoices import queries
from marketplace.apps.invoices.domain.commission import commission_content
from marketplace.apps.invoices.queries.commission import SETTLED_AFTER, DueCommission, due_until, month_start
from marketplace.apps.invoices.services import numbering
from marketplace.apps.invoices.services.issuing import party_of
from marketplace.apps.invoices.statements import CLAIM_COMMISSIONS, CLAIMED_COMMISSIONS
from marketplace.apps.invoices.types import OPERATOR, Party
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money


class _NothingLeft(Exception):
    """Another process has it, or it adds up to nothing: the transaction is rolled back."""


def issue_commission_invoices(*, now: datetime) -> int:
    """
    Issue what is due for the months that are over, in the region's time zone. Safe to repeat, also at the same time: each row of the books
    is on one paper at most.

    What lacks something waits, and ``list_waiting_commissions`` says what for: nothing is issued before the region says who its operator
    is, or to a vendor without an address.

    Returns how many papers it issued.
    """
    due = queries.due_commissions(now=now)
    operator = queries.operator_party()
    if not due or operator is None:
        return 0
    reasons = queries.reasons_to_wait(due)
    ready = [item for item, reason in zip(due, reasons, strict=True) if reason is None]
    return sum(_issue(item, operator=operator, now=now) for item in ready)


def _issue(due: DueCommission, *, operator: Party, now: datetime) -> bool:
    vendor, until = due.vendor, due_until(now)
    invoice_of: dict[str, Any] = {"seller": operator, "buyer": _buyer(due), "tenant": tenancy.current(), "until": until}
    invoice_of |= {"rate_bp": due.rate_bp, "is_reverse_charge": bool(due.bought_under)}
    invoice_id = new_id("inv", at=now)
    claim: dict[str, Any] = {
        "tenant_id": tenancy.current().slug,
        "invoice_id": invoice_id,
        "vendor_id": vendor.id,
        "currency": due.currency,
    }
    claim |= {"bought_under": due.bought_under, "rate_bp": due.rate_bp, "until": until}
    try:
        with tenancy.atomic():
            sql.run(CLAIM_COMMISSIONS, claim)
            ((fee, vat),) = sql.rows(CLAIMED_COMMISSIONS, {"invoice_id": invoice_id})
            sums = (Money(int(fee), due.currency), Money(int(vat), due.currency))
            content = commission_content(*sums, period_start=month_start(until - SETTLED_AFTER), **invoice_of)
            if content is None:
                raise _NothingLeft
            number = numbering.take(OPERATOR, content.kind, now=now)
            numbering.store(content, number, vendor_id=vendor.id, invoice_id=invoice_id, now=now)
    except _NothingLeft:
        return False
    return True


def _buyer(due: DueCommission) -> Party:
    """The vendor; under reverse charge with the number under which it bought (Directive 2006/112/EC art. 226 (4)), whatever it has now."""
    party = party_of(due.vendor)
    return msgspec.structs.replace(party, vat_number=due.bought_under) if due.bought_under else party
