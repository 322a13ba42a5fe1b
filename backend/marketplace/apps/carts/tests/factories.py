"""Carts for tests, made through the services, in the tenant in scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.apps.accounts.types import Address
from marketplace.apps.carts import services
from marketplace.apps.carts.documents import CARTS, carts_pk
from marketplace.apps.carts.services import CartAnswer
from marketplace.apps.carts.types import CartDetails
from marketplace.apps.catalog.types import Product
from marketplace.apps.inventory.types import StockLine
from marketplace.foundation import tenancy
from marketplace.testing import NOW

ADDRESSES = {
    "NL": Address(name="Noor Jansen", line1="Prinsengracht 263", postcode="1016 GV", city="Amsterdam", country="NL", phone="020 123 4567"),
    "DE": Address(name="Jonas Weber", line1="Torstraße 1", postcode="10119", city="Berlin", country="DE", phone="030 1234567"),
    "KW": Address(name="Fahad Al-Sabah", line1="Block 3, Street 12, House 7", area="Salmiya", country="KW", phone="+965 2224 5678"),
    "AE": Address(name="Aisha Khan", line1="Villa 4, Street 9", region="Dubai", country="AE", phone="050 123 4567"),
}


def make_cart(
    *items: Product | tuple[Product, int], customer_id: str = "", country: str = "", currency: str = "", now: datetime = NOW
) -> CartAnswer:
    """An open cart (a guest's, or the customer's own) with one unit, or so many, of each product's first variant."""
    return services.open_cart(
        customer_id=customer_id,
        language=tenancy.current().default_language,
        country=country,
        currency=currency,
        lines=_lines(items),
        now=now,
    )


def close(owner: str, cart_id: str, *, order_id: str = "ord_1", now: datetime = NOW) -> None:
    """As an order does that was made of the cart as it is."""
    cart = CARTS.find(carts_pk(owner), cart_id)
    ordered = services.Ordered(
        owner=owner,
        cart_id=cart_id,
        order_id=order_id,
        quantities={line.id: line.quantity for line in cart.lines} if cart else {},
        seen_at=cart.updated_at if cart else now,
    )
    services.close_cart(ordered=ordered, now=now)


def make_ready_cart(
    *items: Product | tuple[Product, int],
    customer_id: str = "",
    country: str = "",
    currency: str = "",
    email: str = "noor@example.com",
    now: datetime = NOW,
) -> CartAnswer:
    """The same, lacking nothing: with an address, and each vendor's cheapest way to deliver there."""
    country = country or tenancy.current().countries[0]
    made = make_cart(*items, customer_id=customer_id, country=country, currency=currency, now=now)
    choices = {vendor: options[0].method_id for vendor, options in made.priced.facts.shipping.items() if options}
    details = CartDetails(email=email, shipping_address=ADDRESSES[country], shipping_choices=choices)
    return services.edit_cart(made.cart, details, language=made.cart.language, now=now)


def _lines(items: Sequence[Product | tuple[Product, int]]) -> list[StockLine]:
    pairs = [item if isinstance(item, tuple) else (item, 1) for item in items]
    return [StockLine(product.variants[0].id, quantity) for product, quantity in pairs]
