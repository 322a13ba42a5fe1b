"""Reports that are fetched at the APIs of Stripe, Mollie and PayPal, at their stand-ins: the rows of their files, each taken once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from marketplace.apps.insights.queries.checks.reconciliation import check_booked
from marketplace.apps.ledger.types import OPERATOR_PROVIDER_FEES
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.payments.models import Capture, Payment
from marketplace.apps.payments.tests.factories import a_payment
from marketplace.apps.payments.tests.gateways import MollieAtDouble, PayPalAtDouble, StripeAtDouble
from marketplace.apps.payments.tests.offering import using
from marketplace.apps.payouts.tests.factories import a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.reconciliation import queries, services
from marketplace.apps.reconciliation.models import Entry, Report, ReportedProvider
from marketplace.apps.reconciliation.tests.factories import FINANCE, euro
from marketplace.apps.reconciliation.types import ReportFormat
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")
__all__ = ["using"]

LATER = NOW + timedelta(days=2)


@pytest.fixture
def stripe(using: Any) -> StripeAtDouble:
    made: StripeAtDouble = using(StripeAtDouble)
    return made


@pytest.fixture
def paypal(using: Any) -> PayPalAtDouble:
    made: PayPalAtDouble = using(PayPalAtDouble)
    return made


@pytest.fixture
def mollie(using: Any) -> MollieAtDouble:
    made: MollieAtDouble = using(MollieAtDouble)
    return made


def seconds(at: Any) -> int:
    return int(at.timestamp())


def entries() -> list[tuple[str, str, str, int, int | None]]:
    return list(Entry.objects.order_by("reference").values_list("kind", "reference", "state", "amount_minor", "fee_minor"))


def a_stripe_charge() -> Capture:
    payment = a_payment(amount=Money(5_990, "EUR"), method="stripe_card", card_token="pm_card_visa")
    payment_services.start_payment(payment_id=payment.id, now=NOW)
    return Capture.objects.get(payment_id=payment.id)


def settle_stripe(stripe: StripeAtDouble, capture: Capture) -> None:
    """The charge, a fee of its own and what left for the bank."""
    intent = Payment.objects.get(pk=capture.payment_id).provider_reference
    source = {"id": capture.reference, "object": "charge", "payment_intent": intent, "metadata": {}}
    about = {"currency": "eur", "created": seconds(NOW)}
    fee = intent_fee(stripe, intent)
    stripe.double.settle("eu", id="txn_1", amount=5_990, fee=fee, reporting_category="charge", source=source, **about)
    stripe.double.settle("eu", id="txn_2", amount=-200, reporting_category="fee", **about)
    sent = {"id": "po_1", "object": "payout"}
    stripe.double.settle("eu", id="txn_3", amount=-4_000, reporting_category="payout", source=sent, **about)


def intent_fee(stripe: StripeAtDouble, intent: str) -> int:
    fee: int = stripe.remote.payments[intent]["latest_charge"]["balance_transaction"]["fee"]
    return fee


class TestStripe:
    def test_the_rows_of_all_pages_are_matched_and_booked(self, stripe):
        stripe.double.page_max = 1
        settle_stripe(stripe, a_stripe_charge())

        count = services.fetch_report(provider="stripe", now=LATER)

        assert (count, [row[:3] for row in entries()]) == (
            3,
            [("charge", "txn_1", "matched"), ("fee", "txn_2", "matched"), ("transfer", "txn_3", "matched")],
        )
        assert (euro("bank:in_transit"), Report.objects.get().filename) == (-4_000, f"stripe {NOW:%Y-%m-%d} (API)")

    def test_what_was_fetched_counts_once_however_often_and_whichever_way_it_comes(self, stripe):
        capture = a_stripe_charge()
        settle_stripe(stripe, capture)
        counts = [services.fetch_report(provider="stripe", now=LATER) for _ in range(2)]
        fee = Money(Entry.objects.get(reference="txn_1").fee_minor, "EUR").decimal()
        file = (
            "balance_transaction_id,created_utc,currency,gross,fee,reporting_category,source_id\n"
            f"txn_1,{NOW:%Y-%m-%d %H:%M:%S},eur,59.90,{fee},charge,{capture.reference}\n"
        )

        about = {"filename": "stripe.csv", "actor": FINANCE, "now": LATER}
        report = services.upload_report(format=ReportFormat.STRIPE, content=file.encode(), **about)

        assert (counts, report.known_count, Entry.objects.count()) == ([3, 0], 1, 3)
        assert euro("bank:in_transit") == -4_000

    def test_a_row_that_a_provider_reports_late_is_found(self, stripe):
        settle_stripe(stripe, a_stripe_charge())
        services.fetch_report(provider="stripe", now=LATER)
        late = {"currency": "eur", "created": seconds(NOW), "reporting_category": "fee"}
        stripe.double.settle("eu", id="txn_9", amount=-100, **late)

        assert services.fetch_report(provider="stripe", now=LATER + timedelta(days=5)) == 1
        assert services.fetch_report(provider="stripe", now=LATER + timedelta(days=6)) == 0

    def test_goes_on_where_it_ended_when_the_provider_answers_again(self, stripe):
        settle_stripe(stripe, a_stripe_charge())
        stripe.double.faults.is_down = True
        with pytest.raises(ProviderUnavailable):
            services.fetch_report(provider="stripe", now=LATER)
        assert not Report.objects.exists()
        stripe.double.faults.is_down = False

        assert services.fetch_report(provider="stripe", now=LATER) == 3
        known = ReportedProvider.objects.get(provider="stripe")
        assert known.fetched_until == LATER - timedelta(hours=4)

    def test_a_currency_that_the_region_does_not_have_is_a_difference(self, stripe):
        about = {"currency": "sek", "created": seconds(NOW), "reporting_category": "fee"}
        stripe.double.settle("eu", id="txn_1", amount=-100, **about)

        services.fetch_report(provider="stripe", now=LATER)

        assert [row[:3] for row in entries()] == [("other", "txn_1", "missing_here")]

    def test_a_key_that_may_not_ask_is_no_silent_success(self, stripe):
        stripe.double.faults.forbids = "GET /v1/balance_transactions"

        with pytest.raises(ProviderUnavailable):
            services.fetch_report(provider="stripe", now=LATER)


class TestPayPal:
    def test_completed_transactions_of_all_pages_are_taken_in(self, paypal):
        paypal.double.page_max = 1
        about = {"transaction_initiation_date": NOW.isoformat()}
        sent = {"currency_code": "EUR", "value": "-29.90"}
        paypal.double.settle("eu", transaction_id="5TY4", transaction_event_code="T0400", transaction_amount=sent, **about)
        paid = {"currency_code": "EUR", "value": "59.90"}
        kept = {"currency_code": "EUR", "value": "-2.05"}
        charge = {"transaction_event_code": "T0006", "transaction_amount": paid, "fee_amount": kept, "custom_field": "pay_1"}
        paypal.double.settle("eu", transaction_id="5TY1", **charge, **about)
        paypal.double.settle("eu", transaction_id="5TY9", transaction_status="P", **charge, **about)

        counts = [services.fetch_report(provider="paypal", now=LATER) for _ in range(2)]

        assert (counts, entries()) == (
            [2, 0],
            [("charge", "5TY1", "missing_here", 5_990, 205), ("transfer", "5TY4", "matched", -2_990, 0)],
        )

    def charge(self, paypal: PayPalAtDouble, name: str, *, at: Any = NOW, **about: Any) -> None:
        paid, kept = {"currency_code": "EUR", "value": "59.90"}, {"currency_code": "EUR", "value": "-2.05"}
        of_charge = {"transaction_event_code": "T0006", "transaction_amount": paid, "fee_amount": kept}
        paypal.double.settle("eu", transaction_id=name, transaction_initiation_date=at.isoformat(), **of_charge, **about)

    def test_a_payment_that_was_refunded_whole_before_is_taken_in_as_well(self, paypal):
        payment = a_payment(amount=Money(5_990, "EUR"), method="paypal")
        payment_services.start_payment(payment_id=payment.id, now=NOW)
        reference = Payment.objects.get(pk=payment.id).provider_reference
        paypal.approve(reference)
        payment_services.refresh_payment(payment_id=payment.id, now=NOW)
        capture = Capture.objects.get(payment_id=payment.id)
        self.charge(paypal, capture.reference)
        paypal.double.add_refund(reference, {"currency_code": "EUR", "value": "59.90"})

        assert services.fetch_report(provider="paypal", now=LATER) == 1
        assert [row[:3] for row in entries()] == [("charge", capture.reference, "matched")]

    def test_what_was_denied_is_left(self, paypal):
        self.charge(paypal, "5TY1", transaction_status="D")

        assert services.fetch_report(provider="paypal", now=LATER) == 0

    def test_a_payment_that_was_pending_for_weeks_is_found(self, paypal):
        self.charge(paypal, "5TY1", transaction_status="P")
        self.charge(paypal, "5TY2")
        services.fetch_report(provider="paypal", now=LATER)
        self.charge(paypal, "5TY1")

        services.fetch_report(provider="paypal", now=NOW + timedelta(days=29))
        assert [row[1] for row in entries()] == ["5TY1", "5TY2"]

    def test_a_day_with_more_than_paypal_lists_is_asked_for_in_parts(self, paypal):
        paypal.double.page_max = 1
        for number in range(25):
            self.charge(paypal, f"5TY{number}", at=NOW + timedelta(minutes=10 * number))

        assert services.fetch_report(provider="paypal", now=LATER) == 25

    def test_too_much_within_a_minute_is_no_silent_success(self, paypal):
        paypal.double.page_max = 1
        for number in range(25):
            self.charge(paypal, f"5TY{number}")

        with pytest.raises(ProviderUnavailable):
            services.fetch_report(provider="paypal", now=LATER)

    def test_a_provider_that_reports_nothing_for_days_is_logged(self, paypal, caplog):
        self.charge(paypal, "5TY1")
        services.fetch_report(provider="paypal", now=LATER)
        paypal.double.faults.is_down = True

        for days, is_logged in ((2, False), (4, True)):
            with pytest.raises(ProviderUnavailable):
                services.fetch_report(provider="paypal", now=LATER + timedelta(days=days))
            assert ("reports nothing since" in caplog.text) is is_logged

    def test_a_payout_to_a_vendor_is_matched_by_our_name_of_it_and_its_fee_is_booked(self, paypal):
        vendor = a_payable_vendor()
        a_sale(vendor.id, 10_000, fee=1_200)
        payout = payout_of(a_run(now=NOW + timedelta(days=5)), vendor.id)
        about = {"transaction_initiation_date": (NOW + timedelta(days=5)).isoformat(), "transaction_event_code": "T0001"}
        sent, kept = {"currency_code": "EUR", "value": "-88.00"}, {"currency_code": "EUR", "value": "-1.76"}
        names = {"transaction_id": "5TY7", "custom_field": payout.end_to_end_id}
        paypal.double.settle("eu", transaction_amount=sent, fee_amount=kept, **names, **about)

        services.fetch_report(provider="paypal", now=NOW + timedelta(days=6))

        (entry,) = Entry.objects.all()
        assert (entry.kind, entry.state, entry.subject_id, euro(OPERATOR_PROVIDER_FEES)) == ("payout", "matched", payout.id, -176)


class TestMollie:
    def settle(self, mollie: MollieAtDouble, *, amount: str = "49.55", at: Any = NOW) -> None:
        eur = {"currency": "EUR"}
        gross = [{"description": "iDEAL", "amountGross": {"value": "0.1750", **eur}}] * 2
        mollie.double.settle(
            "eu",
            id="stl_1",
            reference="1234567.2611.01",
            amount={"value": amount, **eur},
            settledAt=at.isoformat(),
            periods={"2026": {"10": {"costs": gross[:1]}, "11": {"costs": gross[1:]}}},
            payments=[{"id": "tr_1", "createdAt": at.isoformat(), "amount": {"value": "59.90", **eur}}],
            refunds=[
                {
                    "id": "re_1",
                    "createdAt": at.isoformat(),
                    "amount": {"value": "10.00", **eur},
                    "settlementAmount": {"value": "-10.00", **eur},
                }
            ],
        )

    def file(self) -> str:
        return (
            "Date,Currency,Amount,ID,Description,Settlement reference\n"
            f"{NOW:%Y-%m-%d %H:%M:%S},EUR,59.90,tr_1,GlobalMarket,1234567.2611.01\n"
            f"{NOW:%Y-%m-%d %H:%M:%S},EUR,-10.00,re_1,Refund,1234567.2611.01\n"
            f"{NOW:%Y-%m-%d %H:%M:%S},EUR,-0.35,,Withheld transaction fees,1234567.2611.01\n"
        )

    def test_a_settlement_is_taken_in_with_what_is_in_it_and_what_mollie_keeps(self, mollie):
        self.settle(mollie)

        counts = [services.fetch_report(provider="mollie", now=LATER) for _ in range(2)]

        assert (counts, entries()) == (
            [4, 0],
            [
                ("transfer", "1234567.2611.01", "matched", -4_955, None),
                ("fee", "1234567.2611.01:iDEAL", "matched", -35, None),
                ("refund", "re_1", "missing_here", -1_000, None),
                ("charge", "tr_1", "missing_here", 5_990, None),
            ],
        )

    def test_a_capture_is_a_charge_as_in_the_file(self, mollie):
        eur, at = {"currency": "EUR"}, NOW.isoformat()
        capture = {"id": "cpt_1", "paymentId": "tr_1", "createdAt": at, "amount": {"value": "59.90", **eur}}
        about = {"amount": {"value": "59.90", **eur}, "settledAt": at, "captures": [capture]}
        mollie.double.settle("eu", id="stl_1", reference="1234567.2611.01", **about)

        services.fetch_report(provider="mollie", now=LATER)

        assert [row[:2] for row in entries()] == [("transfer", "1234567.2611.01"), ("charge", "cpt_1")]
        assert Entry.objects.get(reference="cpt_1").names == ["cpt_1", "tr_1"]

    def test_what_its_rows_do_not_explain_is_a_difference(self, mollie):
        self.settle(mollie, amount="40.00")

        services.fetch_report(provider="mollie", now=LATER)

        assert ("other", "1234567.2611.01:unexplained", "missing_here", -955, None) in entries()

    def test_a_settlement_that_a_file_has_is_left(self, mollie):
        about = {"filename": "mollie.csv", "actor": FINANCE, "now": LATER}
        services.upload_report(format=ReportFormat.MOLLIE, content=self.file().encode(), **about)
        self.settle(mollie)

        assert services.fetch_report(provider="mollie", now=LATER) == 0
        assert euro("bank:in_transit") == -4_955

    def test_the_file_of_a_settlement_that_was_fetched_books_nothing_again(self, mollie):
        self.settle(mollie)
        services.fetch_report(provider="mollie", now=LATER)
        before = entries(), euro(OPERATOR_PROVIDER_FEES), euro("bank:in_transit")

        about = {"filename": "mollie.csv", "actor": FINANCE, "now": LATER}
        report = services.upload_report(format=ReportFormat.MOLLIE, content=self.file().encode(), **about)

        assert (report.row_count, report.known_count) == (4, 4)
        assert (entries(), euro(OPERATOR_PROVIDER_FEES), euro("bank:in_transit")) == before

    def settle_nothing(self, mollie: MollieAtDouble) -> None:
        """What was refunded and what Mollie keeps have used up the payment: nothing is sent to the bank."""
        eur, at = {"currency": "EUR"}, NOW.isoformat()
        gross = {"description": "iDEAL", "amountGross": {"value": "0.35", **eur}}
        back = {"amount": {"value": "59.55", **eur}, "settlementAmount": {"value": "-59.55", **eur}}
        mollie.double.settle(
            "eu",
            id="stl_1",
            reference="1234567.2611.01",
            amount={"value": "0.00", **eur},
            settledAt=at,
            periods={"2026": {"11": {"costs": [gross]}}},
            payments=[{"id": "tr_1", "createdAt": at, "amount": {"value": "59.90", **eur}}],
            refunds=[{"id": "re_1", "createdAt": at, **back}],
        )

    def file_of_nothing(self) -> bytes:
        text = self.file().replace("EUR,-10.00", "EUR,-59.55")
        return text.encode()

    @pytest.mark.parametrize("first", ["fetched", "file"])
    def test_a_settlement_without_a_transfer_counts_once_whichever_way_it_comes(self, first, mollie):
        self.settle_nothing(mollie)
        about = {"filename": "mollie.csv", "actor": FINANCE, "now": LATER}
        ways = {
            "fetched": lambda: services.fetch_report(provider="mollie", now=LATER),
            "file": lambda: services.upload_report(format=ReportFormat.MOLLIE, content=self.file_of_nothing(), **about),
        }

        for way in (first, *ways, *ways):
            ways[way]()

        assert (euro(OPERATOR_PROVIDER_FEES), euro("bank:in_transit")) == (-35, 0)
        assert ("transfer", "1234567.2611.01", "matched", 0, None) in entries()
        assert len(entries()) == 4
        assert queries.open_transfers() == []
        assert [each.check for each in check_booked()] == []

    def test_a_settlement_that_a_file_has_in_two_currencies_is_left(self, mollie):
        dollars = f"{NOW:%Y-%m-%d %H:%M:%S},USD,5.00,tr_2,GlobalMarket,1234567.2611.01\n"
        about = {"filename": "mollie.csv", "actor": FINANCE, "now": LATER}
        with tenancy.scope(msgspec.structs.replace(tenancy.current(), currencies=("EUR", "USD"))):
            services.upload_report(format=ReportFormat.MOLLIE, content=(self.file() + dollars).encode(), **about)
            self.settle(mollie)

            assert services.fetch_report(provider="mollie", now=LATER) == 0
            assert euro("bank:in_transit") == -4_955


def test_providers_without_reports_or_without_the_right_to_them_are_not_asked(settings, mollie, stripe):
    both = payment_queries.settling_providers()
    accounts = settings.PAYMENT_ACCOUNTS
    without = {name: value for name, value in accounts["mollie"]["eu"].items() if name != "organization_token"}
    settings.PAYMENT_ACCOUNTS = {**accounts, "mollie": {"eu": without}}

    assert (both, payment_queries.settling_providers()) == (["mollie", "stripe"], ["stripe"])
