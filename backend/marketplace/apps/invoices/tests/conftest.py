from __future__ import annotations

import pytest

from marketplace.apps.orders.tests.conftest import crasher
from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process, silent_provider

__all__ = ["crasher", "sandbox", "sandbox_process", "silent_provider"]


@pytest.fixture
def mug():
    """Of a vendor in whose name invoices are issued, at 21 % of VAT: 20.00, and 5.00 for the delivery."""
    from marketplace.apps.invoices.tests.invoicing import make_seller
    from marketplace.apps.orders.tests.factories import make_listing

    mug = make_listing(price_minor=2000, shipping_minor=500, stock=500)
    make_seller(mug.vendor_id)
    return mug
