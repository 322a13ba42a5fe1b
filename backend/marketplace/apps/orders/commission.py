"""The operator's fee on each line, frozen at the sale. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from marketplace.apps.carts.types import Quote
from marketplace.apps.orders.types import FrozenCommission
from marketplace.apps.vendors.types import CommissionPlan
from marketplace.kit.money import BASIS_POINTS, Money


def freeze_commissions(quote: Quote, plans: Mapping[str, CommissionPlan], *, vat_bp: int) -> list[FrozenCommission]:
    """
    One fee for each line of ``quote``, by its vendor's plan, on what the customer pays for the line (VAT included, shipping not).

    The operator's own VAT (``vat_bp``) comes on top of the fee. Fee and VAT together never exceed the line.
    """
    frozen = []
    for line in quote.lines:
        plan = plans[line.vendor_id]
        fee = plan.fee(line.total, line.quantity, line.category_path)
        most = Money(line.total.minor * BASIS_POINTS // (BASIS_POINTS + vat_bp), line.total.currency)
        amount = min(fee.amount, most)
        vat = min(amount.share(vat_bp), line.total - amount)
        frozen.append(FrozenCommission(line_id=line.line_id, fee=amount, vat=vat, plan_id=plan.id, rule=fee.rule))
    return frozen


def share_of(amount: Money, *, before: int, after: int, of: int) -> Money:
    """
    What of ``amount`` falls on the pieces ``before``+1 to ``after`` of ``of``.

    Steps that lead from 0 to ``of`` add up to the whole, in whatever steps one goes.
    """
    return _first(amount, after, of) - _first(amount, before, of)


def _first(amount: Money, pieces: int, of: int) -> Money:
    return Money(amount.minor * pieces // of, amount.currency)
