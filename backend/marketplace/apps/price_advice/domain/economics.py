"""What a vendor keeps of a price."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from marketplace.apps.vendors.types import CommissionPlan
from marketplace.kit.money import BASIS_POINTS, Money


class Economics(NamedTuple):
    """
    What is taken from a price: VAT (basis points on top of the net price), the commission of the vendor's plan on the price with VAT, as
    the operator charges it, and what a unit costs the vendor (minor units; None where it did not say).
    """

    vat_bp: int
    plan: CommissionPlan | None
    category_path: Sequence[str]
    currency: str
    cost: int | None

    def kept(self, price: int) -> float:
        """Minor units that are left of a price, before cost. An expectation to compare prices by: what is paid out, the ledger says."""
        net = price * BASIS_POINTS / (BASIS_POINTS + self.vat_bp)
        return net if self.plan is None else net - self.plan.fee(Money(price, self.currency), 1, self.category_path).amount.minor

    def profit(self, price: int) -> float:
        """Minor units that a unit earns: what is kept, less its cost where that is known."""
        return self.kept(price) - (self.cost or 0)
