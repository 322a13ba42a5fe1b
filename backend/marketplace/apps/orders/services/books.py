"""What the parts of orders put into the books: sales with their fees, and the same reversed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from marketplace.apps.ledger.types import (
    OPERATOR_COMMISSION,
    OPERATOR_COMMISSION_VAT,
    Posting,
    TransactionType,
    cash_account,
    vendor_account,
)
from marketplace.apps.orders.types import FrozenCommission
from marketplace.kit.money import Money


class PartBooks(msgspec.Struct, frozen=True, kw_only=True):
    """Writes postings about one vendor order; ``money`` is the account where its customer's money comes from and goes back to."""

    vendor_id: str
    order_id: str
    vendor_order_id: str
    payment_id: str
    money: str
    refund_id: str = ""

    def sale(self, line_id: str, amount: Money, *, fee: Money, vat: Money, commission: FrozenCommission) -> Iterator[Posting]:
        """A line sold, and what the operator keeps of it. Figures of zero are no postings."""
        key, vendor = f"{self.vendor_order_id}:{line_id}", vendor_account(self.vendor_id)
        why = {"plan": commission.plan_id, "rule": commission.rule}
        yield from self._post("sale", key, self.money, vendor, amount, line_id=line_id)
        yield from self._post("commission", key, vendor, OPERATOR_COMMISSION, fee, line_id=line_id, details=why)
        yield from self._post("commission_vat", key, vendor, OPERATOR_COMMISSION_VAT, vat, line_id=line_id)

    def shipping(self, amount: Money) -> Iterator[Posting]:
        yield from self._post("shipping", self.vendor_order_id, self.money, vendor_account(self.vendor_id), amount)

    def refund(self, key: str, line_id: str, amount: Money, *, fee: Money, vat: Money) -> Iterator[Posting]:
        """Pieces of a line given back, with their share of the fee; ``key`` names what they are given back for."""
        key, vendor = f"{key}:{line_id}", vendor_account(self.vendor_id)
        yield from self._post("refund", key, vendor, self.money, amount, line_id=line_id)
        yield from self._post("refund_commission", key, OPERATOR_COMMISSION, vendor, fee, line_id=line_id)
        yield from self._post("refund_commission_vat", key, OPERATOR_COMMISSION_VAT, vendor, vat, line_id=line_id)

    def shipping_refund(self, key: str, amount: Money) -> Iterator[Posting]:
        yield from self._post("refund", f"{key}:shipping", vendor_account(self.vendor_id), self.money, amount)

    def cash_collected(self, amount: Money) -> Iterator[Posting]:
        """The customer's cash stays in the vendor's hands, so it leaves the vendor's account here."""
        vendor, cash = vendor_account(self.vendor_id), cash_account(self.vendor_id)
        yield from self._post("cash_collected", self.vendor_order_id, vendor, cash, amount)

    def _post(
        self,
        type: TransactionType,
        key: str,
        source: str,
        destination: str,
        amount: Money,
        *,
        line_id: str = "",
        details: dict[str, Any] | None = None,
    ) -> Iterator[Posting]:
        if amount:
            yield Posting(
                key=f"{type}:{key}",
                type=type,
                source=source,
                destination=destination,
                amount=amount,
                vendor_id=self.vendor_id,
                order_id=self.order_id,
                vendor_order_id=self.vendor_order_id,
                line_id=line_id,
                payment_id=self.payment_id,
                refund_id=self.refund_id,
                details=details or {},
            )
