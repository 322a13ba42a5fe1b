"""Sales that are invoiced, and what is taken back of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.apps.accounts.types import Address
from marketplace.apps.catalog.types import Product
from marketplace.apps.invoices import services as invoice_services
from marketplace.apps.invoices.tests.invoicing import SHOP, make_seller
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.tests.factories import AMSTERDAM, make_listing, make_order, part_of, send_parcel
from marketplace.apps.orders.types import RefundReason, RefundRequest, VendorOrder
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR
from marketplace.kit.money import Money
from marketplace.testing import NOW

ANTWERP = Address(name="Zilver", line1="Meir 1", postcode="2000", city="Antwerpen", country="BE")
LONDON = Address(name="Thames", line1="Strand 1", postcode="WC2R 0EZ", city="London", country="GB")


def make_sellers_listing(*, country: str = "NL", address: Address = SHOP, vat_number: str = "NL004495445B01") -> Product:
    """A product of 20.00, and 5.00 for its delivery, of a vendor of its own in whose name invoices are issued."""
    listing = make_listing(country=country, price_minor=2000, shipping_minor=500, stock=500)
    make_seller(listing.vendor_id, address=address, vat_number=vat_number)
    return listing


def sell(listing: Product, quantity: int, *, address: Address = AMSTERDAM, now: datetime = NOW) -> VendorOrder:
    """Sold, sent and invoiced; the vendor order."""
    part = send_parcel(part_of(make_order((listing, quantity), address=address, now=now), listing), quantity, now=now)
    invoice_services.issue_papers(vendor_id=part.vendor_id, vendor_order_id=part.id, now=now)
    return part


def refund(part: VendorOrder, minor: int, *, now: datetime) -> None:
    """So much of a sale is refunded, and credited."""
    about: dict[str, Any] = {"reason": RefundReason.DAMAGED, "note": "", "by": "vendor", "actor": VENDOR_ACTOR, "request_key": "r1"}
    wanted = RefundRequest(amount=Money(minor, "EUR"))
    order_services.refund_sale(vendor_id=part.vendor_id, vendor_order_id=part.id, wanted=wanted, now=now, **about)
    invoice_services.issue_papers(vendor_id=part.vendor_id, vendor_order_id=part.id, now=now)
