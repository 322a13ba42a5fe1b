from __future__ import annotations

import pytest

from marketplace.apps.orders.tests.conftest import crasher
from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process, silent_provider

__all__ = ["crasher", "sandbox", "sandbox_process", "silent_provider"]


@pytest.fixture
def mug():
    from marketplace.apps.orders.tests.factories import make_listing

    return make_listing(price_minor=2000, shipping_minor=500, stock=10)


@pytest.fixture
def delivered(mug, drain):
    """Three mugs of 20.00 with 5.00 of shipping, delivered by now."""
    from marketplace.apps.orders.tests.factories import deliver_all, make_order, part_of
    from marketplace.foundation import clock

    part = deliver_all(part_of(make_order((mug, 3), now=clock.now()), mug), now=clock.now())
    drain()
    return part


@pytest.fixture
def shirt():
    """In two sizes of 20.00, ten of each, delivered for 5.00."""
    from marketplace.apps.catalog.tests.factories import make_product
    from marketplace.apps.shipping.tests.factories import make_shipping_method
    from marketplace.apps.vendors.tests.factories import make_vendor
    from marketplace.apps.vendors.types import CommissionTerms
    from marketplace.kit.money import Money

    vendor = make_vendor(commission=CommissionTerms(percent_bp=1000))
    make_shipping_method(vendor.id, price_minor=500)
    return make_product(vendor=vendor.id, sizes=("M", "L"), price=Money(2000, "EUR"), stock=10)


@pytest.fixture
def buyer():
    from marketplace.apps.accounts.tests.factories import make_customer

    return make_customer().id


@pytest.fixture
def worn(shirt, buyer, drain):
    """Two shirts in M, delivered to the customer."""
    from marketplace.apps.orders.tests.factories import deliver_all, make_order, part_of
    from marketplace.foundation import clock

    part = deliver_all(part_of(make_order((shirt, 2), customer_id=buyer, now=clock.now()), shirt), now=clock.now())
    drain()
    return part
