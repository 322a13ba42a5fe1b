"""Carts ready to be ordered, and orders, made through the services, in the tenant in scope."""

from __future__ import annotations

from datetime import datetime, timedelta

from marketplace.apps.accounts.types import Address
from marketplace.apps.carts import services as cart_services
from marketplace.apps.carts.documents import CARTS, carts_pk
from marketplace.apps.carts.types import Cart
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import Product
from marketplace.apps.checkout import services as checkout_services
from marketplace.apps.checkout.queries import Progress
from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.orders import queries, services
from marketplace.apps.orders.types import LineQuantity, Order, VendorOrder
from marketplace.apps.shipping import queries as shipping_queries
from marketplace.apps.shipping.tests.factories import make_shipping_method
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.apps.vendors.types import CommissionTerms
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

AMSTERDAM = Address(name="Noor Jansen", line1="Prinsengracht 263", postcode="1016 GV", city="Amsterdam", country="NL", phone="020 123 4567")
KUWAIT = Address(
    name="نورة العلي", line1="Block 4, Street 12, House 7", area="Salmiya", city="Kuwait City", country="KW", phone="+965 2224 5678"
)
TEN_PERCENT = CommissionTerms(percent_bp=1000)
CARD = PaymentChoice(method="sandbox_card", card_token="tok_ok")
CASH = PaymentChoice(method="cash_on_delivery")


def make_listing(
    *,
    price_minor: int = 2000,
    stock: int = 10,
    shipping_minor: int = 500,
    commission: CommissionTerms = TEN_PERCENT,
    country: str = "",
    courier: str | None = None,
) -> Product:
    """A product of a vendor of its own, who ships at a flat price; of the tenant's first country unless said. ``courier`` collects cash."""
    vendor = make_vendor(commission=commission, country=country)
    make_shipping_method(vendor.id, price_minor=shipping_minor, courier=courier)
    return make_product(vendor=vendor.id, price=Money(price_minor, tenancy.current().default_currency), stock=stock)


def make_cart(
    *wanted: tuple[Product, int],
    address: Address = AMSTERDAM,
    email: str = "noor@customer.example",
    customer_id: str = "",
    language: str = "en",
    note: str = "",
    now: datetime = NOW,
) -> Cart:
    """A cart, a guest's unless a customer is named, with these products, an address and a choice of shipping for each vendor: complete."""
    lines = [StockLine(product.variants[0].id, quantity) for product, quantity in wanted]
    opened = cart_services.open_cart(customer_id=customer_id, language=language, country=address.country, lines=lines, now=now)
    choices = {part.vendor_id: _method_of(part.vendor_id, address.country) for part in opened.priced.quote.parts}
    details = {"email": email, "shipping_address": address, "shipping_choices": choices, "note": note}
    cart = cart_services.with_choices(opened.cart, details)
    return CARTS.replace(cart, etag=opened.cart.etag)


def reload(cart: Cart) -> Cart:
    return CARTS.get(carts_pk(cart.owner), cart.id)


def total_of(cart: Cart, *, now: datetime = NOW) -> Money:
    """What is left to pay of it."""
    return cart_services.quote_cart(cart, language="en", now=now).quote.amount_due


def place(cart: Cart, *, payment: PaymentChoice = CARD, now: datetime = NOW) -> Progress:
    return checkout_services.place_order(cart=cart, quoted_total=total_of(cart, now=now), payment=payment, now=now)


def make_order(
    *wanted: tuple[Product, int],
    payment: PaymentChoice = CARD,
    address: Address = AMSTERDAM,
    customer_id: str = "",
    now: datetime = NOW,
) -> Order:
    """A confirmed order (paid by card unless ``payment`` says otherwise)."""
    cart = make_cart(*wanted, address=address, customer_id=customer_id, now=now)
    done = place(cart, payment=payment, now=now)
    return queries.get_order(done.checkout.order_owner, done.checkout.order_id)


def part_of(order: Order, product: Product) -> VendorOrder:
    """The vendor order that ``product`` is in."""
    part = next(part for part in order.parts if part.vendor_id == product.vendor_id)
    return queries.get_vendor_order(part.vendor_id, part.vendor_order_id)


def send_parcel(
    part: VendorOrder,
    quantity: int,
    *,
    line_id: str = "",
    key: str = "parcel",
    tracking_number: str = "3SABC",
    now: datetime = NOW + timedelta(days=1),
) -> VendorOrder:
    """Send so many units of a line: the first one, unless ``line_id`` names another."""
    return services.ship(
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        lines=[LineQuantity(line_id or part.lines[0].line_id, quantity)],
        carrier="PostNL",
        tracking_number=tracking_number,
        tracking_url="https://postnl.example/3SABC",
        request_key=key,
        now=now,
    )


def cancel_units(part: VendorOrder, quantity: int = 1, *, now: datetime = NOW) -> VendorOrder:
    """The vendor cancels so many units of the first line."""
    return services.cancel_vendor_order_lines(
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        lines=[LineQuantity(part.lines[0].line_id, quantity)],
        reason="sold out",
        by="vendor",
        request_key="one",
        now=now,
    )


def deliver_all(vendor_order: VendorOrder, *, tracking_number: str = "3S1", now: datetime = NOW + timedelta(days=1)) -> VendorOrder:
    """Everything that is due, in one parcel, sent and delivered."""
    names = {"vendor_id": vendor_order.vendor_id, "vendor_order_id": vendor_order.id}
    lines = [LineQuantity(line.line_id, line.unsent) for line in vendor_order.lines if line.unsent]
    parcel = {"carrier": "PostNL", "tracking_number": tracking_number, "tracking_url": ""}
    sent = services.ship(lines=lines, request_key="all", now=now, **parcel, **names)
    return services.deliver(shipment_id=sent.shipments[-1].id, now=now, **names)


def _method_of(vendor_id: str, country: str) -> str:
    offered = shipping_queries.methods_for([vendor_id], country, tenancy.current().default_currency)
    return offered[vendor_id][0].method_id
