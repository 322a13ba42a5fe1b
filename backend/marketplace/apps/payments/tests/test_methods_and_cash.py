"""Which methods a customer can choose where, and cash that is collected on delivery, part by part."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.payments import queries, services
from marketplace.apps.payments.errors import (
    CollectionExceedsPayment,
    MethodNotAvailable,
    PaymentDetailsInvalid,
    PaymentDiffers,
    RefundExceedsCapture,
)
from marketplace.apps.payments.queries import methods
from marketplace.apps.payments.tests.factories import a_payment, a_refund, a_started_payment, published_events
from marketplace.apps.payments.tests.sandbox import Sandbox
from marketplace.foundation import tenancy
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.foundation.texts import render
from marketplace.kit.actors import Actor
from marketplace.kit.money import Money
from marketplace.kit.texts import Text
from marketplace.testing import NOW


@pytest.fixture
def edited(tenant: Any):
    """Change the row of a method."""

    def edit(code: str, **fields: Any) -> None:
        row = next(row for row in methods.stored_rows() if row.code == code)
        etag = row.as_view().etag
        services.change_method(method_id=row.id, fields=fields, etag=etag, actor=Actor("stf_1", "staff"), now=NOW)

    yield edit
    methods.forget()


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
    settings.PAYMENT_ACCOUNTS = {}

    assert codes("NL", Money(2000, "EUR")) == ["cash_on_delivery"]


def test_every_name_is_translated(mena: Any):
    with tenancy.scope(mena):
        offered = queries.available_methods(country="KW", currency="KWD", total=Money(2000, "KWD"))

    assert [method.code for method in offered] == ["sandbox_card", "cash_on_delivery"]
    name = offered[1].name
    assert isinstance(name, Text)
    assert [render(name, language) for language in ("en", "nl", "ar")] == [
        "Cash on delivery",
        "Betalen bij levering",
        "الدفع عند الاستلام",
    ]


def test_a_region_without_the_feature_offers_nothing_on_delivery(eu: Any):
    TenantRecord.objects.filter(slug="eu").update(features={})
    directory.forget()

    with tenancy.scope(directory.get("eu")):
        assert "cash_on_delivery" not in codes("NL", Money(2000, "EUR"))


@pytest.mark.parametrize(("minor", "is_offered"), [(499, False), (500, True), (2000, True), (2001, False)])
def test_an_operator_can_limit_a_method(edited: Any, minor: int, is_offered: bool):
    edited("cash_on_delivery", currency="EUR", amount_from_minor=500, amount_to_minor=2000)

    assert ("cash_on_delivery" in codes("NL", Money(minor, "EUR"))) == is_offered


def test_the_limits_hold_without_the_fee(edited: Any):
    edited("cash_on_delivery", currency="EUR", amount_to_minor=2000, fee_fixed_minor=250, fee_bp=100)

    fee = queries.method_fee("cash_on_delivery", country="NL", amount=Money(2000, "EUR"))

    assert fee == Money(270, "EUR")
    assert a_payment(method="cash_on_delivery", amount=Money(2270, "EUR"), fee=fee).fee == fee
    with pytest.raises(MethodNotAvailable):
        a_payment(method="cash_on_delivery", amount=Money(2001, "EUR"))


def test_what_is_switched_off_is_not_offered_and_the_order_is_the_operators(edited: Any):
    edited("sandbox_card", is_active=False)
    edited("sandbox_ideal", position=99)

    assert codes("NL", Money(2000, "EUR")) == ["cash_on_delivery", "sandbox_ideal"]


def test_reading_the_methods_again_costs_no_query(tenant: Any, django_assert_num_queries: Any):
    codes("NL", Money(2000, "EUR"))

    with django_assert_num_queries(0, using="eu"):
        codes("NL", Money(2000, "EUR"))


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"return_url": ""}, "card_token"),
        ({"method": "sandbox_ideal", "country": "NL", "return_url": ""}, "return_url"),
        ({"amount": Money(10**12 + 1, "EUR")}, "quoted_total"),
    ],
)
def test_a_payment_that_the_provider_could_only_refuse_is_not_made(tenant: Any, details: dict[str, Any], field: str):
    with pytest.raises(PaymentDetailsInvalid) as refused:
        a_payment(**details)

    assert [error.field for error in refused.value.errors] == [field]


def collect(payment_id: str, minor: int, reference: str) -> Any:
    with tenancy.atomic():
        return services.record_collection(payment_id=payment_id, amount=Money(minor, "EUR"), reference=reference, now=NOW)


def test_cash_is_authorized_at_once_without_any_network(tenant: Any):
    payment = a_started_payment(method="cash_on_delivery")

    assert (payment.state, payment.action) == ("authorized", None)
    assert published_events() == ["payment_authorized"]
    assert services.refresh_payment(payment_id=payment.id, now=NOW) == payment


def test_cash_is_collected_part_by_part(tenant: Any):
    payment = a_started_payment(method="cash_on_delivery")

    first = collect(payment.id, 1500, "vord_1")
    again = collect(payment.id, 1500, "vord_1")
    second = collect(payment.id, 500, "vord_2")

    assert (first.state, first.captured) == ("authorized", Money(1500, "EUR"))
    assert again == first
    assert (second.state, second.captured) == ("succeeded", Money(2000, "EUR"))
    assert published_events() == ["payment_authorized", "payment_collected", "payment_collected"]


def test_no_more_cash_is_collected_than_is_owed(tenant: Any):
    payment = a_started_payment(method="cash_on_delivery")
    collect(payment.id, 1500, "vord_1")

    with pytest.raises(CollectionExceedsPayment):
        collect(payment.id, 501, "vord_2")
    with pytest.raises(PaymentDiffers):
        collect(payment.id, 500, "vord_1")


@pytest.mark.usefixtures("tenant")
def test_cash_is_not_collected_for_a_card_payment(sandbox: Sandbox):
    payment = a_started_payment()

    with pytest.raises(CollectionExceedsPayment):
        collect(payment.id, 1, "vord_1")


def test_a_cash_payment_can_be_canceled_until_something_is_collected(tenant: Any):
    uncollected = a_started_payment(method="cash_on_delivery")
    partly_paid = a_started_payment(method="cash_on_delivery")
    collect(partly_paid.id, 1, "vord_1")

    states = [services.cancel_payment(payment_id=payment.id, now=NOW).state for payment in (uncollected, partly_paid)]

    assert states == ["canceled", "authorized"]


def test_collected_cash_is_refunded_by_hand(tenant: Any):
    payment = a_started_payment(method="cash_on_delivery")
    collect(payment.id, 1500, "vord_1")
    refund = a_refund(payment, 1500)

    assert services.execute_refund(refund_id=refund.id, now=NOW).state == "succeeded"
    with pytest.raises(RefundExceedsCapture):
        a_refund(payment, 1)


def test_the_view_says_when_an_order_may_be_fulfilled(tenant: Any):
    created = a_payment(method="cash_on_delivery", fee=Money(250, "EUR"))
    started = services.start_payment(payment_id=created.id, now=NOW)

    assert (created.is_secured, started.is_secured, started.settles_on_delivery) == (False, True, True)
    assert started.fee == Money(250, "EUR")


def test_a_method_that_cannot_be_used_has_no_fee(tenant: Any):
    fees = [queries.method_fee(code, country="DE", amount=Money(2000, "EUR")) for code in ("sandbox_card", "sandbox_ideal", "barter")]

    assert fees == [Money(0, "EUR"), None, None]
