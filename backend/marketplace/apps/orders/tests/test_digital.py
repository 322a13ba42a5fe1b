"""What is not sent needs no address."""

from __future__ import annotations

import msgspec
import pytest

from marketplace.apps.carts import services as cart_services
from marketplace.apps.carts.documents import CARTS
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import product_changes, set_stock
from marketplace.apps.checkout.errors import CheckoutIncomplete
from marketplace.apps.inventory.types import StockLine
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import queries
from marketplace.apps.orders.tests.factories import make_listing, part_of, place
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def download():
    changes = product_changes(title="A pattern to print")
    changes = msgspec.structs.replace(changes, variants=[msgspec.structs.replace(changes.variants[0], requires_shipping=False)])
    product = catalog_services.create_product(vendor_id=make_vendor().id, changes=changes, now=NOW)
    set_stock(product, 5)
    return catalog_services.publish_product(vendor_id=product.vendor_id, product_id=product.id, now=NOW)


def cart_of(*products):
    lines = [StockLine(product.variants[0].id, 1) for product in products]
    opened = cart_services.open_cart(customer_id="", language="en", country="NL", lines=lines, now=NOW)
    return CARTS.replace(cart_services.with_choices(opened.cart, {"email": "noor@customer.example"}), etag=opened.cart.etag)


def test_a_cart_of_digital_products_is_ordered_without_an_address(download, drain):
    done = place(cart_of(download))
    drain()

    order = queries.get_any_order(done.checkout.order_id)
    assert (order.state, order.shipping_address, order.country) == ("confirmed", None, "NL")
    assert part_of(order, download).shipping_address is None
    mail = Message.objects.get(occasion=f"order_confirmed:{order.id}")
    assert "noor@customer.example" in mail.body
    assert "We deliver to" not in mail.body


def test_one_product_that_is_sent_makes_the_address_needed(download):
    with pytest.raises(CheckoutIncomplete) as refused:
        place(cart_of(download, make_listing()))

    assert "shipping_address" in refused.value.extra["missing"]
