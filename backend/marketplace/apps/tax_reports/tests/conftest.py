from __future__ import annotations

import pytest

from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process

__all__ = ["sandbox", "sandbox_process"]


@pytest.fixture
def mug(tenant):
    """Of a vendor in NL, at 21 %: 20.00, and 5.00 for the delivery to NL."""
    from marketplace.apps.tax_reports.tests.selling import make_sellers_listing

    return make_sellers_listing()


@pytest.fixture
def ring(tenant):
    """Of a vendor in BE, who sells for the same prices."""
    from marketplace.apps.tax_reports.tests.selling import ANTWERP, make_sellers_listing

    return make_sellers_listing(country="BE", address=ANTWERP, vat_number="BE0000000196")


@pytest.fixture
def tea(tenant):
    """Of a vendor whose seat is outside the EU, who sells for the same prices."""
    from marketplace.apps.tax_reports.tests.selling import LONDON, make_sellers_listing

    return make_sellers_listing(address=LONDON)
