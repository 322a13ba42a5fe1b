"""Carts for tests, made through the services, in the tenant in scope."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from marketplace.apps.accounts.types import Address
from marketplace.apps.carts import services
from marketplace.apps.carts.services import CartAnswer
from marketplace.apps.carts.types import CartDetails
from marketplace.apps.catalog.types import Product
from marketplace.apps.inventory.types import StockLine
from marketplace.foundation import tenancy
from marketplace.testing import NOW

ADDRESSES = {
    "NL": Address(name="Noor Jansen", line1="Prinsengracht 263", postcode="1016 GV", city="Amsterdam", country="NL"),
    "DE": Address(name="Jonas Weber", line1="Torstraße 1", postcode="10119", city="Berlin", country="DE"),
    "KW": Address(name="Fahad Al-Sabah", line1="Block 3, Street 12, House 7", area="Salmiya", country="KW"),
    "AE": Address(name="Aisha Khan", line1="Villa 4, Street 9", region="Dubai", country="AE"),
}


def make_cart(
    *items: Product | tuple[Product, int], customer_id: str = "", country: str = "", currency: str = "", now: datetime = NOW
) -> CartAnswer:
    """An open cart (a guest's, or the customer's own) with one piece, or so many, of each product's first variant."""
    return services.open_cart(
        customer_id=customer_id,
        language=tenancy.current().default_language,
        country=country,
        currency=currency,
        lines=_lines(items),
        now=now,
    )


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
