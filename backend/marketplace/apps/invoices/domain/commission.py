"""The paper of the operator's commission: what it says of the sums of a period."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from marketplace.apps.invoices.types import COMMISSION_LINE, InvoiceContent, InvoiceKind, InvoiceLine, Party
from marketplace.foundation.tenancy.types import Tenant
from marketplace.kit.money import Money


def commission_content(
    sums: Iterable[tuple[int, bool, int, int]],
    *,
    seller: Party,
    buyer: Party,
    currency: str,
    tenant: Tenant,
    period_start: datetime,
    until: datetime,
) -> InvoiceContent | None:
    """
    Of the fee and its VAT (minor units) by rate and by whether the vendor owes it itself, in a period that ends before ``until``: an
    invoice of what was charged less what was returned, or a credit note where more was returned. None where they add up to nothing, or
    one rate's sum and another's differ in their signs so that a paper could not state its VAT: a later period's has them.
    """
    known = [(rate_bp, is_reverse, int(fee), int(vat)) for rate_bp, is_reverse, fee, vat in sums if fee or vat]
    owed = sum(fee + vat for *_, fee, vat in known)
    sign = 1 if owed > 0 else -1
    if owed == 0 or sign * sum(vat for *_, vat in known) < 0:
        return None
    return InvoiceContent(
        kind=InvoiceKind.COMMISSION_INVOICE if owed > 0 else InvoiceKind.COMMISSION_CREDIT_NOTE,
        language=tenant.default_language,
        timezone=tenant.timezone,
        marketplace=tenant.name,
        seller=seller,
        buyer=buyer,
        currency=currency,
        lines=tuple(_line(rate_bp, is_reverse, sign * fee, sign * vat, currency) for rate_bp, is_reverse, fee, vat in known),
        supplied_at=until - timedelta(seconds=1),
        period_start=period_start,
    )


def _line(rate_bp: int, is_reverse_charge: bool, fee: int, vat: int, currency: str) -> InvoiceLine:
    about: dict[str, Any] = {"line_id": COMMISSION_LINE, "sku": "", "title": "", "quantity": 1, "tax_rate_bp": rate_bp}
    about["is_reverse_charge"] = is_reverse_charge
    return InvoiceLine(gross=Money(fee + vat, currency), tax=Money(vat, currency), **about)
