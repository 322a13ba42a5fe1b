"""
Invoicing the operator's commission: once a month, one paper for each vendor and currency, of the rows of the books that are on none yet.

Fee and VAT are taken as they were booked. A month in which more was returned than charged has a credit note instead.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.apps.invoices import queries
from marketplace.apps.invoices.domain.commission import commission_content
from marketplace.apps.invoices.queries.commission import SETTLED_AFTER, DueCommission, due_until, month_start
from marketplace.apps.invoices.services import numbering
from marketplace.apps.invoices.services.issuing import party_of
from marketplace.apps.invoices.statements import CLAIM_COMMISSIONS, CLAIMED_COMMISSIONS
from marketplace.apps.invoices.types import OPERATOR, Party
from marketplace.apps.tax import services as tax_services
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit.ids import new_id


class _NothingLeft(Exception):
    """Another process has it, or it adds up to nothing: the transaction is rolled back."""


def issue_commission_invoices(*, now: datetime) -> int:
    """
    Issue what is due for the months that are over, in the region's time zone. Safe to repeat, also at the same time: each row of the books
    is on one paper at most.

    Where the vendor owes the VAT itself, VIES is asked again about its number if the last answer is old. What lacks something waits, and
    ``list_waiting_commissions`` says what for: nothing is issued before the region says who its operator is, to a vendor without an
    address, or under reverse charge without an answer of VIES that counts.

    Returns how many papers it issued.
    """
    due = queries.due_commissions(now=now)
    operator = queries.operator_party()
    if not due or operator is None:
        return 0
    for vendor in {item.vendor.id: item.vendor for item in due if item.is_reverse_charge}.values():
        tax_services.check_if_due(vendor, now=now)
    reasons = queries.reasons_to_wait(due, now=now)
    ready = [item for item, reason in zip(due, reasons, strict=True) if reason is None]
    return sum(_issue(item, operator=operator, now=now) for item in ready)


def _issue(due: DueCommission, *, operator: Party, now: datetime) -> bool:
    vendor, currency, until = due.vendor, due.currency, due_until(now)
    invoice_of: dict[str, Any] = {"seller": operator, "buyer": party_of(vendor), "currency": currency, "tenant": tenancy.current()}
    invoice_id = new_id("inv", at=now)
    claim = {"tenant_id": tenancy.current().slug, "invoice_id": invoice_id, "vendor_id": vendor.id, "currency": currency, "until": until}
    try:
        with tenancy.atomic():
            sql.run(CLAIM_COMMISSIONS, claim)
            sums = sql.rows(CLAIMED_COMMISSIONS, {"invoice_id": invoice_id})
            content = commission_content(sums, period_start=month_start(until - SETTLED_AFTER), until=until, **invoice_of)
            # A row that was committed since it was looked at, and needs an answer of VIES that was not looked for: the next run has it.
            if content is None or (content.is_reverse_charge and not due.is_reverse_charge):
                raise _NothingLeft
            number = numbering.take(OPERATOR, content.kind, now=now)
            numbering.store(content, number, vendor_id=vendor.id, invoice_id=invoice_id, now=now)
    except _NothingLeft:
        return False
    return True
