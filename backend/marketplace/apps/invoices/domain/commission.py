"""The paper of the operator's commission: what it says of the sums of a period."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from marketplace.apps.invoices.types import COMMISSION_LINE, InvoiceContent, InvoiceKind, InvoiceLine, Party
from marketplace.foundation.tenancy.types import Tenant
from marketplace.kit.money import Money


def commission_content(
    fee: Money,
    vat: Money,
    *,
    rate_bp: int,
    is_reverse_charge: bool,
    seller: Party,
    buyer: Party,
    tenant: Tenant,
    period_start: datetime,
    until: datetime,
) -> InvoiceContent | None:
    """
    Of the fee and its VAT of one rate in a period that ends before ``until``: an invoice of what was charged less what was returned, or a
    credit note where more was returned. None where that is nothing, or only cents of rounding with different signs: a later period's has
    them.
    """
    is_invoice = fee + vat > Money.zero(fee.currency)
    fee, vat = (fee, vat) if is_invoice else (-fee, -vat)
    if fee.minor + vat.minor == 0 or fee.minor < 0 or vat.minor < 0:
        return None
    about: dict[str, Any] = {"line_id": COMMISSION_LINE, "sku": "", "title": "", "quantity": 1, "tax_rate_bp": rate_bp}
    line = InvoiceLine(gross=fee + vat, tax=vat, is_reverse_charge=is_reverse_charge, **about)
    return InvoiceContent(
        kind=InvoiceKind.COMMISSION_INVOICE if is_invoice else InvoiceKind.COMMISSION_CREDIT_NOTE,
        language=tenant.default_language,
        timezone=tenant.timezone,
        marketplace=tenant.name,
        seller=seller,
        buyer=buyer,
        currency=fee.currency,
        lines=(line,),
        supplied_at=until - timedelta(seconds=1),
        period_start=period_start,
    )
