"""The operator's fee on each line, frozen when the checkout is opened. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.apps.orders.types import FrozenCommission
from marketplace.apps.pricing.types import Quote
from marketplace.apps.vendors.types import CommissionPlan
from marketplace.kit.money import BASIS_POINTS, Money


def freeze_commissions(quote: Quote, plans: Mapping[str, CommissionPlan], *, vat_bp: int) -> list[FrozenCommission]:
    """
    One fee for each line of ``quote``, by its vendor's plan, on what the line sells for as the vendor sees it (``vendor_amount``: VAT
    included, shipping not). A discount that the vendor bears lowers the fee, and one that the operator bears leaves it as it is.

    The operator's own VAT (``vat_bp``) comes on top of the fee. Fee and VAT together never exceed that amount.
    """
    frozen = []
    for line in quote.lines:
        plan, base = plans[line.vendor_id], line.vendor_amount
        fee = plan.fee(base, line.quantity, line.category_path)
        most = Money(base.minor * BASIS_POINTS // (BASIS_POINTS + vat_bp), base.currency)
        amount = min(fee.amount, most)
        vat = min(amount.share(vat_bp), base - amount)
        frozen.append(FrozenCommission(line_id=line.line_id, fee=amount, vat=vat, vat_bp=vat_bp, plan_id=plan.id, rule=fee.rule))
    return frozen
