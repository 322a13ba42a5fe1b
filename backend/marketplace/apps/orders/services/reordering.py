"""Buying again what an order had."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from marketplace.apps.carts import services as cart_services
from marketplace.apps.carts.services import PartlyAdded
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.orders.types import Order
from marketplace.foundation import tenancy
from marketplace.kit.ids import VariantId


def reorder(order: Order, *, customer_id: str, language: str, now: datetime) -> PartlyAdded:
    """
    Put what the order had into the customer's open cart, or a guest's new one, as far as it can be bought now.

    :raises CartClosed: if the customer's cart is ordered meanwhile
    """
    quantities: Counter[VariantId] = Counter()
    for line in order.quote.lines:
        quantities[VariantId(line.variant_id)] += line.quantity
    opened = cart_services.open_cart(
        customer_id=customer_id,
        language=language,
        now=now,
        country=order.country if order.country in tenancy.current().countries else "",
        currency=order.quote.currency,
    )
    wanted = [StockLine(variant_id, quantity) for variant_id, quantity in quantities.items()]
    added = cart_services.add_possible(opened.cart, wanted, language=language, now=now)
    return PartlyAdded(_with_token(added.answer, opened), added.left_out)


def _with_token(answer: cart_services.CartAnswer, opened: cart_services.CartAnswer) -> cart_services.CartAnswer:
    """A new cart's secret is in its first answer alone."""
    return cart_services.CartAnswer(cart=answer.cart, priced=answer.priced, token=opened.token, is_new=opened.is_new)
