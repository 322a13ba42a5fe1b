"""A provider's report against the books: what matches is settled once, and what does not is a difference."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from marketplace.apps.orders.tests.factories import cancel_units, make_order, part_of
from marketplace.apps.payments.models import Capture, Refund
from marketplace.apps.payments.providers.base import ProviderDispute, ProviderRefund
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.services.fees import record_fees
from marketplace.apps.payments.services.refunds import record_refund
from marketplace.apps.payments.types import DisputeState, RefundState
from marketplace.apps.reconciliation import services
from marketplace.apps.reconciliation.models import Difference, Entry, Report
from marketplace.apps.reconciliation.tests.factories import (
    FINANCE,
    LATER,
    a_charge,
    a_row,
    assert_clean,
    euro,
    everything_moved,
    look_again,
    open_differences,
    payment_of,
    states,
    upload,
)
from marketplace.apps.reconciliation.types import ReportFormat
from marketplace.foundation import tenancy
from marketplace.kit.errors import InvalidInput
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]


def a_dispute(order, state):
    at = {"payment_reference": payment_of(order).provider_reference, "amount": Money(500, "EUR"), "reason": ""}
    outcome = ProviderDispute(reference="dp_1", state=state, **at)
    return record_dispute(payment_id=order.payment_id, outcome=outcome, now=NOW)


def fail(refund):
    """The customer's bank sends it back."""
    outcome = ProviderRefund(
        reference=refund.provider_reference,
        refund_id=refund.id,
        payment_reference=refund.payment.provider_reference,
        amount=refund.amount,
        state=RefundState.FAILED,
    )
    record_refund(payment_id=refund.payment_id, outcome=outcome, now=NOW)


class TestWhatMatches:
    def test_an_order_its_refund_and_its_disputes(self, mug, drain):
        order = make_order((mug, 2))
        cancel_units(part_of(order, mug))
        drain()
        at = {"payment_reference": payment_of(order).provider_reference, "amount": Money(500, "EUR"), "reason": ""}
        record_dispute(payment_id=order.payment_id, outcome=ProviderDispute(reference="dp_1", state=DisputeState.WON, **at), now=NOW)
        record_dispute(payment_id=order.payment_id, outcome=ProviderDispute(reference="dp_2", state=DisputeState.OPEN, **at), now=NOW)
        drain()

        report = upload(*everything_moved())

        assert (report.row_count, report.matched_count, report.open_count) == (5, 5, 0)
        assert {entry.payment_id for entry in Entry.objects.all()} == {order.payment_id}
        assert open_differences() == []
        assert_clean()

    def test_a_fee_that_only_the_report_names_is_booked_once(self, mug, drain):
        order = make_order((mug, 1))
        drain()
        held = euro("provider:sandbox")

        for number in range(2):
            upload(a_charge(order, fee="0.42"), a_row(f"x{number}", "fee", Money(-100, "EUR")))
            look_again()

        assert payment_of(order).provider_fee_minor == 42
        assert euro("operator:provider_fees") == -242
        assert euro("provider:sandbox") == held + 242
        assert_clean()

    @pytest.mark.parametrize("is_refund_first", [False, True])
    def test_a_fee_that_the_provider_refunds_is_booked_by_its_row(self, mug, drain, is_refund_first):
        order = make_order((mug, 2))
        cancel_units(part_of(order, mug))
        drain()
        refund = Refund.objects.get()
        held = euro("provider:sandbox")
        rows = [a_charge(order, fee="0.42"), a_row("r1", "refund", -refund.amount, about=refund.provider_reference, fee="-0.30")]

        for row in reversed(rows) if is_refund_first else rows:
            upload(row)
            look_again()

        assert (payment_of(order).provider_fee_minor, open_differences()) == (42, [])
        assert (euro("operator:provider_fees"), euro("provider:sandbox")) == (-12, held + 12)
        assert_clean()

    def test_a_fee_refunded_is_no_part_of_what_a_charge_has_cost(self, mug, drain):
        order = make_order((mug, 2))
        cancel_units(part_of(order, mug))
        drain()
        refund = Refund.objects.get()
        with tenancy.atomic():
            record_fees({order.payment_id: 42}, now=NOW)  # as the provider answered

        upload(a_row("r1", "refund", -refund.amount, about=refund.provider_reference, fee="-0.30"), a_charge(order, fee="0.42"))

        assert open_differences() == []
        assert_clean()

    def test_money_for_the_bank_is_in_transit(self, mug, drain):
        order = make_order((mug, 1))
        drain()

        upload(a_charge(order), a_row("po_1", "transfer", Money(-2400, "EUR"), fee="1.00"))

        assert (euro("provider:sandbox"), euro("bank:in_transit"), euro("operator:provider_fees")) == (0, -2400, -100)
        assert_clean()

    def test_money_that_the_bank_sent_back_is_with_the_provider_again(self):
        upload(a_row("po_1", "transfer", Money(-2400, "EUR")), a_row("po_2", "transfer", Money(2400, "EUR")))

        assert (euro("provider:sandbox"), euro("bank:in_transit")) == (0, 0)
        assert_clean()

    def test_a_refund_that_failed_comes_back(self, mug, drain):
        order = make_order((mug, 2))
        cancel_units(part_of(order, mug))
        drain()
        refund = Refund.objects.get()
        rows = [a_charge(order), a_row("r1", "refund", -refund.amount, about=refund.provider_reference)]
        returned = a_row("r2", "refund", refund.amount, about=refund.provider_reference)

        upload(*rows, returned)
        before = open_differences()
        fail(refund)
        look_again()

        assert before == [("missing_here", "refund", None, refund.amount_minor)]
        assert open_differences() == []


class TestWhatDiffers:
    def test_one_cent_off(self, mug, drain):
        order = make_order((mug, 1))
        drain()

        upload({**a_charge(order), "amount": "24.99"})

        assert open_differences() == [("other_amount", "charge", 2500, 2499)]
        assert_clean()

    def test_another_currency(self, mug, drain, eu):
        order = make_order((mug, 1))
        drain()

        with tenancy.scope(msgspec.structs.replace(eu, currencies=("EUR", "JPY"))):
            upload({**a_charge(order), "amount": "2500", "currency": "JPY"})

        assert open_differences() == [("other_amount", "charge", 2500, 2500)]
        assert Difference.objects.get().found_currency == "JPY"

    def test_a_currency_that_the_region_lacks_is_refused(self, mug):
        order = make_order((mug, 1))

        with pytest.raises(InvalidInput) as refused:
            upload({**a_charge(order), "currency": "XOF"})

        assert [error.field for error in refused.value.errors] == ["file.2.currency"]
        assert not Report.objects.exists()

    @pytest.mark.parametrize(
        "at", [NOW + timedelta(days=1, seconds=1), NOW.replace(year=2062), NOW - timedelta(days=1_099), NOW.replace(year=1)]
    )
    def test_a_row_of_another_time_is_refused(self, at):
        with pytest.raises(InvalidInput) as refused:
            upload(a_row("b1", "fee", Money(-1, "EUR"), at=NOW + timedelta(days=1)), a_row("b2", "fee", Money(-1, "EUR"), at=at))

        assert [(error.field, error.code) for error in refused.value.errors] == [("file.3.occurred_at", "invalid_time")]
        assert not Report.objects.exists()

    def test_what_we_do_not_know(self):
        upload(a_row("b1", "charge", Money(700, "EUR"), about="pi_x"), a_row("b2", "other", Money(-100, "EUR")))

        assert open_differences() == [("missing_here", "charge", None, 700), ("missing_here", "other", None, -100)]
        assert euro("provider:sandbox") == 0

    def test_a_second_row_for_one_charge(self, mug, drain):
        order = make_order((mug, 1))
        drain()

        upload(a_charge(order), a_charge(order, reference="twice"))

        assert states() == [("charge", "matched"), ("charge", "missing_here")]
        assert open_differences() == [("missing_here", "charge", None, 2500)]

    def test_less_of_a_fee_than_is_booked(self, mug, drain):
        order = make_order((mug, 1))
        drain()
        upload(a_charge(order, fee="0.42"))
        Entry.objects.update(state="missing_here")  # as if only the provider's answer had said so

        look_again()
        assert open_differences() == []
        Difference.objects.all().delete()
        Entry.objects.all().delete()
        upload(a_charge(order, fee="0.30", reference="other"))

        assert open_differences() == [("other_fee", "charge", 42, 30)]

    def test_what_the_reports_lack_after_some_days(self, mug, drain):
        first, second = make_order((mug, 1)), make_order((mug, 1))
        drain()
        upload(a_charge(first))
        look_again()
        early = open_differences()
        upload(a_row("later", "transfer", Money(-1, "EUR"), at=NOW + timedelta(days=6)), now=LATER)

        look_again()
        look_again()
        late = open_differences()
        upload(a_charge(second))

        assert (early, late) == ([], [("missing_there", "charge", 2500, None)])
        assert open_differences() == []
        assert Difference.objects.get().state == "resolved"
        assert_clean()

    def test_what_comes_back_is_looked_for_too(self, mug, drain):
        order = make_order((mug, 2))
        cancel_units(part_of(order, mug))
        drain()
        won = a_dispute(order, DisputeState.WON)
        refund = Refund.objects.get()
        rows = everything_moved()
        fail(refund)

        upload(*rows[:-1], a_row("later", "transfer", Money(-1, "EUR"), at=NOW + timedelta(days=6)), now=LATER)
        look_again()
        look_again()
        missing = open_differences()
        upload(rows[-1], a_row("r2", "refund", refund.amount, about=refund.provider_reference))

        assert rows[-1]["reference"].endswith("_won")
        assert sorted(missing) == [
            ("missing_there", "dispute", won.amount.minor, None),
            ("missing_there", "refund", refund.amount_minor, None),
        ]
        assert open_differences() == []

    def test_a_refund_that_failed_before_it_left_does_not_come_back(self, mug, drain):
        order = make_order((mug, 2))
        cancel_units(part_of(order, mug))
        drain()
        fail(Refund.objects.get())

        upload(a_charge(order), a_row("later", "transfer", Money(-1, "EUR"), at=NOW + timedelta(days=6)), now=LATER)
        look_again()

        assert open_differences() == []

    def test_what_has_left_is_looked_for_where_only_its_return_is_reported(self, mug, drain):
        order = make_order((mug, 1))
        drain()
        won = a_dispute(order, DisputeState.WON)
        back = a_row("d2", "dispute", won.amount, about="dp_1")

        upload(a_charge(order), back, a_row("later", "transfer", Money(-1, "EUR"), at=NOW + timedelta(days=6)), now=LATER)
        look_again()

        assert open_differences() == [("missing_there", "dispute", -won.amount.minor, None)]

    def test_a_report_of_an_earlier_month_that_comes_later_is_searched(self, mug, drain):
        order = make_order((mug, 1))
        drain()
        Capture.objects.update(captured_at=NOW - timedelta(days=30))

        for since in (NOW, NOW - timedelta(days=40)):
            upload(*(a_row(f"{since}{days}", "fee", Money(-1, "EUR"), at=since + timedelta(days=days)) for days in (0, 8)), now=LATER)
            look_again()

        assert open_differences() == [("missing_there", "charge", payment_of(order).captured_minor, None)]


@pytest.mark.parametrize(
    ("format", "provider"),
    [(ReportFormat.PLAIN, ""), (ReportFormat.PLAIN, "cash"), (ReportFormat.PLAIN, "stripe"), (ReportFormat.STRIPE, "mollie")],
)
def test_a_report_needs_a_provider_that_sends_some(format, provider):
    with pytest.raises(InvalidInput) as refused:
        services.upload_report(format=format, provider=provider, content=b"", filename="x", actor=FINANCE, now=NOW)

    assert [error.field for error in refused.value.errors] == ["provider"]
