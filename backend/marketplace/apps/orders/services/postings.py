"""Postings of vendor orders: sales with their fees, and the same reversed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from marketplace.apps.credit.types import CreditUse
from marketplace.apps.ledger.types import (
    OPERATOR_COMMISSION,
    OPERATOR_COMMISSION_VAT,
    OPERATOR_DISCOUNTS,
    OPERATOR_PAYMENT_FEES,
    OPERATOR_PROVIDER_FEES,
    Posting,
    TransactionType,
    collection_account,
    provider_account,
    vendor_account,
)
from marketplace.apps.orders.types import FrozenCommission, Purchase
from marketplace.kit.ids import derived_id, time_of
from marketplace.kit.money import Money


class VendorOrderPostings(msgspec.Struct, frozen=True, kw_only=True):
    """Writes postings about one vendor order; ``money`` is the account where its customer's money comes from and goes back to."""

    vendor_id: str
    order_id: str
    vendor_order_id: str
    payment_id: str
    money: str
    refund_id: str = ""
    details: dict[str, Any] = {}  # of every posting of a reversal: why it is there

    def sale(
        self, line_id: str, amount: Money, *, discount: Money, fee: Money, vat: Money, commission: FrozenCommission
    ) -> Iterator[Posting]:
        """A line sold, what the operator bears of its discounts, and what it keeps. An amount of zero makes no posting."""
        key, vendor = f"{self.vendor_order_id}:{line_id}", vendor_account(self.vendor_id)
        why: dict[str, Any] = {"plan": commission.plan_id, "rule": commission.rule, "vat_bp": commission.vat_bp}
        if commission.vat_check_id:
            why["vat_check"] = commission.vat_check_id
        yield from self._post(TransactionType.SALE, key, self.money, vendor, amount, line_id=line_id)
        yield from self._discount(TransactionType.DISCOUNT, key, discount, line_id=line_id)
        yield from self._post(TransactionType.COMMISSION, key, vendor, OPERATOR_COMMISSION, fee, line_id=line_id, details=why)
        yield from self._post(TransactionType.COMMISSION_VAT, key, vendor, OPERATOR_COMMISSION_VAT, vat, line_id=line_id)

    def shipping(self, amount: Money, *, discount: Money) -> Iterator[Posting]:
        yield from self._post(TransactionType.SHIPPING, self.vendor_order_id, self.money, vendor_account(self.vendor_id), amount)
        yield from self._discount(TransactionType.DISCOUNT, f"{self.vendor_order_id}:shipping", discount)

    def fees(self, amount: Money) -> Iterator[Posting]:
        """The vendor order's share of the payment method's fee, which is the operator's."""
        yield from self._post(TransactionType.PAYMENT_FEE, self.vendor_order_id, self.money, OPERATOR_PAYMENT_FEES, amount)

    def refund(self, key: str, line_id: str, amount: Money, *, discount: Money, fee: Money, vat: Money) -> Iterator[Posting]:
        """What a reversal takes back of a line, with the fee on it; ``key`` names the reversal."""
        key, vendor = f"{key}:{line_id}", vendor_account(self.vendor_id)
        yield from self._post(TransactionType.REFUND, key, vendor, self.money, amount, line_id=line_id)
        yield from self._discount(TransactionType.REFUND_DISCOUNT, key, -discount, line_id=line_id)
        yield from self._post(TransactionType.REFUND_COMMISSION, key, OPERATOR_COMMISSION, vendor, fee, line_id=line_id)
        yield from self._post(TransactionType.REFUND_COMMISSION_VAT, key, OPERATOR_COMMISSION_VAT, vendor, vat, line_id=line_id)

    def shipping_refund(self, key: str, amount: Money, *, discount: Money) -> Iterator[Posting]:
        yield from self._post(TransactionType.REFUND, f"{key}:shipping", vendor_account(self.vendor_id), self.money, amount)
        yield from self._discount(TransactionType.REFUND_DISCOUNT, f"{key}:shipping", -discount)

    def fees_refund(self, key: str, amount: Money) -> Iterator[Posting]:
        yield from self._post(TransactionType.REFUND, f"{key}:fees", OPERATOR_PAYMENT_FEES, self.money, amount)

    def provider_fee_share(self, key: str, amount: Money) -> Iterator[Posting]:
        """What the vendor pays of the provider's fee, which the provider does not return with a refund."""
        yield from self._post(TransactionType.REFUND_PROVIDER_FEE, key, vendor_account(self.vendor_id), OPERATOR_PROVIDER_FEES, amount)

    def cash_returned(self, key: str, amount: Money) -> Iterator[Posting]:
        """A refund of what was collected on delivery: the vendor got that money, if by way of a courier, and returns it itself."""
        held, vendor = collection_account(self.vendor_id), vendor_account(self.vendor_id)
        yield from self._post(TransactionType.CASH_RETURNED, key, held, vendor, amount)

    def collected(self, amount: Money) -> Iterator[Posting]:
        """What the vendor collected on delivery stays in its hands, so it leaves the vendor's account here."""
        vendor, held = vendor_account(self.vendor_id), collection_account(self.vendor_id)
        yield from self._post(TransactionType.COLLECTED, self.vendor_order_id, vendor, held, amount)

    def _discount(self, type: TransactionType, key: str, given: Money, *, line_id: str = "") -> Iterator[Posting]:
        """From the operator to the vendor, or back where ``given`` is negative."""
        ways = (OPERATOR_DISCOUNTS, vendor_account(self.vendor_id))
        source, destination = ways if given.minor > 0 else ways[::-1]
        yield from self._post(type, key, source, destination, Money(abs(given.minor), given.currency), line_id=line_id)

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
                details=details or self.details,
            )


def sale_postings(purchase: Purchase) -> Iterator[Posting]:
    """The postings of a sale that was paid before anything is sent."""
    commissions = {item.line_id: item for item in purchase.commissions}
    for part in purchase.sold_parts:
        books = VendorOrderPostings(
            vendor_id=part.vendor_id,
            order_id=purchase.order_id,
            vendor_order_id=vendor_order_id(purchase.order_id, part.vendor_id),
            payment_id=purchase.payment_id,
            money=provider_account(purchase.provider),
        )
        yield from books.shipping(part.shipping, discount=part.shipping_vendor_amount - part.shipping)
        yield from books.fees(part.fees)
        for line in purchase.quote.lines:
            if line.vendor_id == part.vendor_id:
                frozen = commissions[line.line_id]
                discount = line.vendor_amount - line.total
                yield from books.sale(line.line_id, line.total, discount=discount, fee=frozen.fee, vat=frozen.vat, commission=frozen)


def credit_uses(purchase: Purchase) -> Iterator[CreditUse]:
    """What gift cards and store credit pay of each part that was sold."""
    for part in purchase.sold_parts:
        for tender in part.tenders:
            yield CreditUse(
                credit_id=tender.reference,
                amount=tender.amount,
                vendor_id=part.vendor_id,
                order_id=purchase.order_id,
                vendor_order_id=vendor_order_id(purchase.order_id, part.vendor_id),
                payment_id=purchase.payment_id,
                provider=purchase.provider,
            )


def vendor_order_id(order_id: str, vendor_id: str) -> str:
    """The id of one vendor's part: the same whenever it is asked for, so that a repeated step finds the part."""
    return derived_id("vord", order_id, vendor_id, at=time_of(order_id))
