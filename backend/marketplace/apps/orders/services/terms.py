"""What a checkout was agreed on: kept in its row, so that no later step depends on the cart."""

from __future__ import annotations

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.carts.types import Quote
from marketplace.apps.orders.models import Checkout
from marketplace.apps.orders.queries import OrderNotFound
from marketplace.apps.payments.types import CASH_PROVIDER
from marketplace.foundation.postgres import rows
from marketplace.kit.ids import derived_id


class CheckoutTerms(msgspec.Struct, kw_only=True, frozen=True):
    quote: Quote
    customer_id: str
    email: str
    language: str
    country: str
    shipping_address: Address
    billing_address: Address
    payment_method: str
    provider: str

    @property
    def is_cash(self) -> bool:
        return self.provider == CASH_PROVIDER


def lock_checkout(checkout_id: str) -> Checkout:
    """The row, locked until the transaction ends. :raises OrderNotFound: if there is none"""
    checkout = rows.first(Checkout, "id = %(id)s", {"id": checkout_id}, for_update=True)
    if checkout is None:
        raise OrderNotFound
    return checkout


def vendor_order_id(checkout: Checkout, vendor_id: str) -> str:
    """The id of one vendor's part: the same whenever it is asked for, so that a repeated step finds the part."""
    return derived_id("vord", checkout.id, vendor_id, at=checkout.opened_at)


def terms_of(checkout: Checkout) -> CheckoutTerms:
    return msgspec.convert(checkout.terms, CheckoutTerms)
