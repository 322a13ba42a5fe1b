from __future__ import annotations

import pytest

from marketplace.apps.demo.services.paying import ensure_methods
from marketplace.apps.payments import queries as payment_queries
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW


@pytest.mark.parametrize("region", ["eu", "mena"])
def test_a_region_offers_every_shape_of_payment_once_behind_its_own(region, request):
    with tenancy.scope(request.getfixturevalue(region)) as tenant:
        total = Money(2000, tenant.default_currency)
        before = [method.code for method in payment_queries.available_methods(country=None, currency=total.currency, total=total)]

        ensure_methods(now=NOW)
        ensure_methods(now=NOW)

        offered = payment_queries.available_methods(country=None, currency=total.currency, total=total)
        assert [method.code for method in offered] == [*before, "sandbox_bank_transfer", "sandbox_mobile_money"]
        assert [method.kind for method in offered[-2:]] == ["voucher", "phone"]
