"""The operator's fee on each line, frozen when the checkout is opened. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.apps.orders.types import FrozenCommission
from marketplace.apps.pricing.types import Quote
from marketplace.apps.tax.types import FeeVat
from marketplace.apps.vendors.types import CommissionPlan
from marketplace.kit.money import BASIS_POINTS, Money


def freeze_commissions(quote: Quote, plans: Mapping[str, CommissionPlan], *, vat: Mapping[str, FeeVat]) -> list[FrozenCommission]:
    """
    One fee for each line of ``quote``, by its vendor's plan, on what the line sells for as the vendor sees it (``vendor_amount``: VAT
    included, shipping not). A discount that the vendor bears lowers the fee, and one that the operator bears leaves it as it is.

    The operator's own VAT (``vat``, by vendor) comes on top of the fee. Fee and VAT together never exceed that amount.
    """
    frozen = []
    for line in quote.lines:
        plan, base, of_fee = plans[line.vendor_id], line.vendor_amount, vat[line.vendor_id]
        fee = plan.fee(base, line.quantity, line.category_path)
        most = Money(base.minor * BASIS_POINTS // (BASIS_POINTS + of_fee.rate_bp), base.currency)
        amount = min(fee.amount, most)
        frozen.append(
            FrozenCommission(
                line_id=line.line_id,
                fee=amount,
                vat=min(amount.share(of_fee.rate_bp), base - amount),
                vat_bp=of_fee.rate_bp,
                plan_id=plan.id,
                rule=fee.rule,
                vat_check_id=of_fee.check_id,
            )
        )
    return frozen
