"""Callers and products for tests of the endpoints. Imports wait until Django is ready."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def guest(tenant: Any, api: Any) -> Any:
    from marketplace.apps.carts.tests.shopper import Shopper

    shopper = Shopper(api)
    shopper.open()
    return shopper


@pytest.fixture
def customer(tenant: Any, api: Any) -> Any:
    from marketplace.apps.accounts.tests.factories import customer_token, make_customer
    from marketplace.apps.carts.tests.shopper import Shopper

    shopper = Shopper(api, token=customer_token(make_customer().id))
    shopper.open()
    return shopper


@pytest.fixture
def vendor(tenant: Any) -> Any:
    from marketplace.apps.vendors.tests.factories import make_vendor

    return make_vendor(name="Clay & Co")


@pytest.fixture
def parcel(vendor: Any) -> Any:
    from marketplace.apps.shipping.tests.factories import make_shipping_method

    return make_shipping_method(vendor.id, price_minor=495, name="Parcel")


@pytest.fixture
def mug(vendor: Any) -> Any:
    """The id of a variant at 12.10, of which there are ten."""
    from marketplace.apps.catalog.tests.factories import make_product
    from marketplace.kit.money import Money

    return make_product(vendor=vendor.id, title="Mug", price=Money(1210, "EUR"), stock=10).variants[0].id
