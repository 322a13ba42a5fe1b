"""What a vendor reads of the next payout: how much, when, and what is in the way."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from marketplace.apps.payouts import services
from marketplace.apps.payouts.tests.factories import FINANCE, LATER, a_payable_vendor, a_refund, a_run, a_sale
from marketplace.apps.payouts.types import PayoutOutlook
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import add_payout_account, make_vendor, vendor_token
from marketplace.foundation import tenancy

pytestmark = pytest.mark.usefixtures("tenant")


def outlook(vendor_id: str, *, now=LATER, currency: str = "EUR") -> PayoutOutlook:
    return next(item for item in services.payout_outlooks(vendor_id, now=now) if item.currency == currency)


def with_settings(region, **settings):
    return tenancy.scope(msgspec.structs.replace(region, settings={**region.settings, **settings}))


def test_what_is_payable_is_paid_by_the_next_run():
    vendor = a_payable_vendor()
    a_sale(vendor.id, 10_000, fee=1_200)

    found = outlook(vendor.id)

    assert (found.amount.minor, found.ineligibility_reason, found.next_run_at, found.account_ready_at) == (8_800, None, None, None)


def test_the_next_run_is_an_interval_after_the_last_and_canceled_ones_do_not_count():
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    run = a_run(until="approved")
    a_sale(vendor.id)
    services.cancel_run(run_id=a_run(now=LATER + timedelta(days=1), until="approved").id, reason="x", actor=FINANCE, now=LATER)

    assert outlook(vendor.id).next_run_at == run.period_end + timedelta(days=7)


def test_each_reason_is_the_one_that_the_run_has(eu):
    nowhere, owing, little = make_vendor(), a_payable_vendor(), a_payable_vendor()
    a_sale(nowhere.id)
    a_refund(owing.id, 500)
    a_sale(little.id, 1_000, fee=0)
    changed = make_vendor()
    a_sale(changed.id)
    add_payout_account(changed.id, now=LATER - timedelta(hours=1))

    with with_settings(eu, payout_minimum_minor={"EUR": 5_000}):
        reasons = {vendor.id: outlook(vendor.id).ineligibility_reason for vendor in (nowhere, owing, little, changed)}
        run = a_run(until="preview")

    assert list(reasons.values()) == ["no_payout_account", "debt", "below_minimum", "account_changed_lately"]
    previewed = {line["vendor_id"]: line["ineligibility_reason"] for line in run.preview}
    assert {vendor_id: previewed[vendor_id] for vendor_id in reasons} == reasons
    assert outlook(changed.id).account_ready_at == LATER - timedelta(hours=1) + timedelta(days=2)


def test_a_debt_over_the_limit_holds_every_currency(eu):
    vendor = a_payable_vendor()
    a_refund(vendor.id, 9_000)
    with with_settings(msgspec.structs.replace(eu, currencies=("EUR", "PLN")), vendor_debt_limit_minor={"EUR": 1_000}):
        a_sale(vendor.id, 5_000, fee=0, currency="PLN")

        assert outlook(vendor.id, currency="PLN").ineligibility_reason == "debt_over_limit"


def test_the_debts_of_others_and_one_within_the_limit_hold_nothing(eu):
    vendor = a_payable_vendor()
    a_sale(vendor.id, 5_000, fee=0, currency="PLN")
    a_refund(vendor.id, 1_000)
    a_refund(a_payable_vendor().id, 9_000)

    with with_settings(msgspec.structs.replace(eu, currencies=("EUR", "PLN")), vendor_debt_limit_minor={"EUR": 1_000}):
        reasons = [outlook(vendor.id, currency=currency).ineligibility_reason for currency in ("EUR", "PLN")]

    assert reasons == ["debt", "no_payout_account"]


def test_a_suspended_vendor_reads_why_and_a_held_order_is_counted(api):
    vendor = a_payable_vendor()
    order = a_sale(vendor.id)
    services.hold_for_review(vendor_order_id=order, reason="x", actor=FINANCE, now=LATER)
    vendor_services.suspend_vendor(vendor_id=vendor.id, reason="papers", actor=FINANCE, now=LATER)

    answer = api.get("vendor/payout-outlook", token=vendor_token(vendor.id, "accountant"))

    assert answer.status_code == 200, answer.content
    assert answer.json()["held_order_count"] == 1
    euro = next(item for item in answer.json()["items"] if item["currency"] == "EUR")
    assert (euro["amount"]["minor"], euro["ineligibility_reason"]) == (0, "vendor_suspended")


def test_only_who_sees_money_reads_it(api):
    vendor = make_vendor()

    assert api.get("vendor/payout-outlook", token=vendor_token(vendor.id, "fulfilment")).status_code == 403
    assert api.get("vendor/payout-outlook").status_code == 401


def test_it_costs_the_same_with_any_number_of_currencies(eu, django_assert_max_num_queries):
    vendor = a_payable_vendor()
    a_sale(vendor.id)
    region = msgspec.structs.replace(eu, currencies=("EUR", "PLN", "SEK", "CZK"))
    with with_settings(region, vendor_debt_limit_minor={"EUR": 1_000}), django_assert_max_num_queries(4, using=eu.slug):
        services.payout_outlooks(vendor.id, now=LATER)
