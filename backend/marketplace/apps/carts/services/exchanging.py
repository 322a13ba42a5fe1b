"""The cart of an exchange: what replaces returned products. Its lines stay as they are, and it is ordered like any other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.carts.documents import CARTS, carts_pk
from marketplace.apps.carts.queries import exchange_cart_id
from marketplace.apps.carts.services.editing import known_variants, new_line
from marketplace.apps.carts.types import Cart, Line
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.foundation import tenancy
from marketplace.foundation.documents.container import Delete
from marketplace.foundation.documents.errors import DocumentExists
from marketplace.kit.ids import VariantId


class ExchangeFor(msgspec.Struct, frozen=True, kw_only=True):
    """Whose exchange it is, and where to: as in the order of what was returned."""

    customer_id: str
    email: str
    language: str
    country: str
    currency: str
    shipping_address: Address | None
    billing_address: Address | None


def open_exchange_cart(*, return_id: str, wanted: ExchangeFor, lines: Sequence[StockLine], now: datetime) -> Cart:
    """
    The customer's cart with ``lines``, delivered at no cost by the vendor's cheapest method there, paid by store credit first. Called
    again, it is the one of the first call. It has no place among the customer's other carts, and no limits: an order was as large.

    :raises NotFound: if there is no such variant any more
    """
    cart = Cart(
        id=exchange_cart_id(return_id),
        tenant_id=tenancy.current().slug,
        owner=wanted.customer_id,
        number=0,
        exchange_of=return_id,
        uses_store_credit=True,
        lines=_lines(lines, now=now),
        created_at=now,
        updated_at=now,
        **msgspec.structs.asdict(wanted),
    )
    vendor_ids = {line.vendor_id for line in cart.lines}
    offered = shipping_queries.methods_for(vendor_ids, cart.country, cart.currency)
    cart.shipping_choices = {vendor_id: options[0].method_id for vendor_id, options in offered.items() if options}
    with suppress(DocumentExists):
        return CARTS.create(cart)
    return CARTS.get(carts_pk(cart.owner), cart.id)


def drop_exchange_cart(*, return_id: str, customer_id: str) -> None:
    """Nothing can be ordered with it any more. Safe to repeat."""
    cart = CARTS.find(carts_pk(customer_id), exchange_cart_id(return_id))
    if cart is not None and cart.is_open:
        CARTS.batch(carts_pk(customer_id), [Delete(cart)])


def _lines(wanted: Sequence[StockLine], *, now: datetime) -> list[Line]:
    known, quantities = known_variants(wanted), Counter[VariantId]()
    for item in wanted:
        quantities[item.variant_id] += item.quantity
    return [msgspec.structs.replace(new_line(known[key], now), quantity=quantity) for key, quantity in quantities.items()]
