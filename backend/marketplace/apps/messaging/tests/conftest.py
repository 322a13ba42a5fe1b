from __future__ import annotations

import pytest

from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process

__all__ = ["sandbox", "sandbox_process"]


@pytest.fixture
def mug():
    from marketplace.apps.orders.tests.factories import make_listing

    return make_listing(price_minor=2000, shipping_minor=500, stock=10)


@pytest.fixture
def buyer():
    from marketplace.apps.accounts.tests.factories import make_customer

    return make_customer().id


@pytest.fixture
def order(mug, buyer, drain):
    """Of a customer: one mug, paid."""
    from marketplace.apps.orders.tests.factories import make_order
    from marketplace.foundation import clock

    placed = make_order((mug, 1), customer_id=buyer, now=clock.now())
    drain()
    return placed
