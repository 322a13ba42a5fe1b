"""What a sale that was made would have come to under other terms. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from marketplace.apps.checkout.domain.commissions import freeze_commissions
from marketplace.apps.checkout.types import CheckoutSnapshot, PreviewedLine, SaleShares
from marketplace.apps.orders.types import FrozenCommission
from marketplace.apps.pricing.types import QuoteLine
from marketplace.apps.tax.types import FeeVat
from marketplace.apps.vendors.types import CommissionPlan, CommissionTerms
from marketplace.kit.money import Money, total

# No row has this id: the rule that it would give a fee is for nobody to read.
_UNSAVED: dict[str, Any] = {"id": "cpl_preview", "version": 0}


def preview_lines(agreed: CheckoutSnapshot, vendor_id: str, terms: CommissionTerms) -> list[PreviewedLine]:
    """
    The vendor's lines with their fees as they were frozen, and as checkout would freeze them under ``terms``.

    The VAT on the fee has the rate of the sale's day, so that nothing differs but what the terms change.
    """
    quote = msgspec.structs.replace(agreed.quote, lines=[line for line in agreed.quote.lines if line.vendor_id == vendor_id])
    frozen = {fee.line_id: fee for fee in agreed.commissions}
    fees = [frozen[line.line_id] for line in quote.lines]
    plan = CommissionPlan(**_UNSAVED, **{name: getattr(terms, name) for name in CommissionTerms.__struct_fields__})
    vat = {vendor_id: FeeVat(rate_bp=fees[0].vat_bp, check_id=fees[0].vat_check_id)}
    would_be = freeze_commissions(quote, {vendor_id: plan}, vat=vat)
    return [
        PreviewedLine(
            line_id=line.line_id,
            title=f"{line.title} ({line.option_text})" if line.option_text else line.title,
            quantity=line.quantity,
            amount=line.vendor_amount,
            was=_shares_of(line, before),
            would_be=_shares_of(line, after),
        )
        for line, before, after in zip(quote.lines, fees, would_be, strict=True)
    ]


def sum_of(shares: Iterable[SaleShares], *, delivery: Money) -> SaleShares:
    """Of a sale with that delivery, of which no commission is taken."""
    found, currency = list(shares), delivery.currency
    return SaleShares(
        commission=total((item.commission for item in found), currency),
        vat=total((item.vat for item in found), currency),
        earnings=total((item.earnings for item in found), currency) + delivery,
    )


def _shares_of(line: QuoteLine, fee: FrozenCommission) -> SaleShares:
    return SaleShares(commission=fee.fee, vat=fee.vat, earnings=line.vendor_amount - fee.fee - fee.vat)
