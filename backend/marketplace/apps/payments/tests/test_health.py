"""A gateway that does not answer, or refuses our key, is off the list of methods; staff are notified; it comes back by itself."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.payments import queries, services
from marketplace.apps.payments.tasks import check_providers
from marketplace.apps.payments.tests.factories import EUR_20, a_payment, published_events
from marketplace.apps.payments.tests.gateways import GATEWAYS
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation import tenancy
from marketplace.foundation.metrics.testing import value
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


@pytest.fixture(params=GATEWAYS, ids=lambda kind: kind.__name__)
def gateway(request: Any, using: Any) -> Any:
    return using(request.param)


def offered() -> list[str]:
    return [method.code for method in queries.available_methods(country="NL", currency="EUR", total=EUR_20)]


def shown_as_skipped(gateway: Any) -> float:
    return value("globalmarket_provider_skipped", tenant="eu", provider=gateway.code)


def check(gateway: Any) -> str:
    return services.check_provider(gateway.code, now=NOW).state


def test_a_refused_key_takes_the_methods_off_the_list_and_a_good_one_brings_them_back(gateway):
    before = offered()
    gateway.double.faults.refuses_keys = True
    states = [check(gateway), check(gateway)]
    meanwhile, skipped = offered(), shown_as_skipped(gateway)
    gateway.double.faults.refuses_keys = False
    states.append(check(gateway))

    assert states == ["key_refused", "key_refused", "working"]
    assert [skipped, shown_as_skipped(gateway)] == [1, 0]
    assert [gateway.method in methods for methods in (before, meanwhile, offered())] == [True, False, True]
    assert published_events() == ["provider_skipped", "provider_resumed"]


def test_silence_counts_from_the_third_time(gateway):
    gateway.double.faults.is_down = True

    states = [check(gateway) for _ in range(3)]

    assert states == ["working", "working", "unreachable"]
    assert gateway.method not in offered()
    assert published_events() == ["provider_skipped"]


def test_an_answer_in_between_begins_the_count_anew(gateway):
    for _ in range(4):
        gateway.double.faults.is_down = True
        check(gateway)
        gateway.double.faults.is_down = False
        check(gateway)

    assert gateway.method in offered()
    assert published_events() == []


def test_payments_that_are_not_started_count_as_well(gateway):
    gateway.double.faults.is_down = True

    for _ in range(3):
        services.start_payment(payment_id=a_payment(method=gateway.method).id, now=NOW)

    assert queries.get_health(gateway.code).state == "unreachable"


def test_what_was_started_before_is_still_paid(gateway):
    payment = services.start_payment(payment_id=a_payment(method=gateway.method).id, now=NOW)
    gateway.double.faults.refuses_keys = True
    check(gateway)
    gateway.double.faults.refuses_keys = False
    (found,) = gateway.remote.payments
    gateway.approve(found)

    assert gateway.method not in offered()
    assert services.refresh_payment(payment_id=payment.id, now=NOW).captured == EUR_20


def test_another_region_is_not_concerned(gateway, mena):
    gateway.double.faults.refuses_keys = True
    check(gateway)

    with tenancy.scope(mena):
        assert queries.get_health(gateway.code).state == "working"


def test_the_scheduled_check_asks_every_gateway_of_the_region(gateway):
    gateway.double.faults.refuses_keys = True

    check_providers()

    assert queries.get_health(gateway.code).state == "key_refused"


def test_staff_see_how_the_gateways_are(gateway, api):
    gateway.double.faults.refuses_keys = True
    check(gateway)

    listed = api.get("admin/payment-providers", token=staff_token("support"))
    refused = [api.get("admin/payment-providers"), api.get("admin/payment-providers", token=staff_token("catalogue"))]

    states = {item["code"]: item["state"] for item in listed.json()["items"]}
    assert states[gateway.code] == "key_refused"
    assert [answer.status_code for answer in refused] == [401, 403]
