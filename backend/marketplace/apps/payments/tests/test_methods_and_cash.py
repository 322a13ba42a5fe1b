"""What can be chosen where, and cash that is collected at the door, part by part."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.payments import queries, services
from marketplace.apps.payments.tests.factories import a_refund, a_started_payment, told
from marketplace.apps.payments.tests.sandbox import Sandbox
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.kit.money import Money
from marketplace.testing import NOW


def codes(country: str | None, total: Money) -> list[str]:
    return [method.code for method in queries.available_methods(country=country, currency=total.currency, total=total)]


@pytest.mark.parametrize(
    ("country", "expected"),
    [
        ("NL", ["sandbox_card", "sandbox_ideal", "cash_on_delivery"]),
        ("DE", ["sandbox_card", "cash_on_delivery"]),
        (None, ["sandbox_card", "sandbox_ideal", "cash_on_delivery"]),
    ],
)
def test_offers_what_the_country_knows(tenant: Any, country: str | None, expected: list[str]):
    assert codes(country, Money(2000, "EUR")) == expected


def test_offers_nothing_in_a_currency_of_another_region(tenant: Any):
    assert codes("KW", Money(2000, "KWD")) == []


def test_offers_no_method_whose_provider_is_not_set_up(tenant: Any, settings: Any):
    settings.PAYMENT_SANDBOX = {"url": None, "api_key": "", "webhook_secret": ""}

    assert codes("NL", Money(2000, "EUR")) == ["cash_on_delivery"]


def test_every_method_has_a_name_in_every_language(mena: Any):
    with tenancy.scope(mena):
        offered = queries.available_methods(country="KW", currency="KWD", total=Money(2000, "KWD"))

    assert [method.code for method in offered] == ["sandbox_card", "cash_on_delivery"]
    assert all({"en", "nl", "de", "fr", "ar"} <= method.names.keys() for method in offered)


@pytest.mark.parametrize(("settings_of_eu", "features"), [({"cash_on_delivery_max_minor": 1999}, {"cash_on_delivery": True}), ({}, {})])
def test_an_operator_can_limit_cash(eu: Any, settings_of_eu: dict[str, int], features: dict[str, bool]):
    TenantRecord.objects.filter(slug="eu").update(settings=settings_of_eu, features=features)
    directory.forget()

    with tenancy.scope(directory.get("eu")):
        assert "cash_on_delivery" not in codes("NL", Money(2000, "EUR"))


def collect(payment_id: str, minor: int, reference: str) -> Any:
    with tenancy.atomic():
        return services.record_cash_collected(payment_id=payment_id, amount=Money(minor, "EUR"), reference=reference, now=NOW)


def test_cash_is_promised_at_once_without_any_network(tenant: Any):
    payment = a_started_payment(method="cash_on_delivery")

    assert (payment.state, payment.action) == ("authorized", None)
    assert told() == ["payment_authorized"]
    assert services.refresh_payment(payment_id=payment.id, now=NOW) == payment


def test_cash_is_collected_part_by_part(tenant: Any):
    payment = a_started_payment(method="cash_on_delivery")

    first = collect(payment.id, 1500, "vord_1")
    again = collect(payment.id, 1500, "vord_1")
    second = collect(payment.id, 500, "vord_2")

    assert (first.state, first.captured) == ("authorized", Money(1500, "EUR"))
    assert again == first
    assert (second.state, second.captured) == ("succeeded", Money(2000, "EUR"))
    assert told() == ["payment_authorized", "cash_collected", "cash_collected"]


def test_no_more_cash_is_collected_than_is_owed(tenant: Any):
    payment = a_started_payment(method="cash_on_delivery")
    collect(payment.id, 1500, "vord_1")

    with pytest.raises(services.CashExceedsPayment):
        collect(payment.id, 501, "vord_2")
    with pytest.raises(services.PaymentDiffers):
        collect(payment.id, 500, "vord_1")


@pytest.mark.usefixtures("tenant")
def test_cash_is_not_collected_for_a_card_payment(sandbox: Sandbox):
    payment = a_started_payment()

    with pytest.raises(services.CashExceedsPayment):
        collect(payment.id, 1, "vord_1")


def test_a_promise_in_cash_can_be_given_up_until_something_is_collected(tenant: Any):
    given_up = a_started_payment(method="cash_on_delivery")
    partly_paid = a_started_payment(method="cash_on_delivery")
    collect(partly_paid.id, 1, "vord_1")

    states = [services.cancel_payment(payment_id=payment.id, now=NOW).state for payment in (given_up, partly_paid)]

    assert states == ["canceled", "authorized"]


def test_collected_cash_is_refunded_by_hand(tenant: Any):
    payment = a_started_payment(method="cash_on_delivery")
    collect(payment.id, 1500, "vord_1")
    refund = a_refund(payment, 1500)

    assert services.carry_out_refund(refund_id=refund.id, now=NOW).state == "succeeded"
    with pytest.raises(services.RefundExceedsCapture):
        a_refund(payment, 1)
