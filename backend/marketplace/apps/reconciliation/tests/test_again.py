"""What is reported again, or known later: it counts once, and a difference follows what is known."""

from __future__ import annotations

import pytest

from marketplace.apps.orders.tests.factories import make_order
from marketplace.apps.payments.models import Capture
from marketplace.apps.payments.providers.base import ProviderRefund
from marketplace.apps.payments.services.refunds import record_refund
from marketplace.apps.payments.types import RefundState
from marketplace.apps.reconciliation import services
from marketplace.apps.reconciliation.models import Difference, Entry, Report
from marketplace.apps.reconciliation.tests.factories import (
    FINANCE,
    LATER,
    a_charge,
    a_row,
    assert_clean,
    csv_of,
    euro,
    look_again,
    open_differences,
    payment_of,
    states,
    upload,
    upload_file,
)
from marketplace.apps.reconciliation.types import DifferenceState
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.rows import StaleRow
from marketplace.kit.errors import InvalidInput
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]


class TestADifferenceThatBecomesAnother:
    """The row says 24.00 of a charge that we first do not know, and then know with 25.00."""

    def row(self, order):
        return {**a_charge(order), "amount": "24.00"}

    def resolve(self, etag):
        state = DifferenceState.RESOLVED
        services.change_difference(
            difference_id=Difference.objects.get().id, etag=etag, state=state, reason="A test", actor=FINANCE, now=NOW
        )

    def forget(self):
        """The charge, as if its webhook had not come yet. Returns how it comes."""
        captures = list(Capture.objects.all())
        Capture.objects.all().delete()
        return lambda: Capture.objects.bulk_create(captures)

    def test_is_open_again_if_it_was_resolved(self, mug, drain):
        order = make_order((mug, 1))
        drain()
        learn = self.forget()
        upload(self.row(order))
        self.resolve("1")
        learn()

        look_again()
        look_again()

        found = Difference.objects.get()
        assert open_differences() == [("other_amount", "charge", 2500, 2400)]
        assert (found.version, found.changed_at) == (3, LATER)
        assert AuditEntry.objects.filter(resource=found.id).order_by("-id").first().action == "settlement_difference.reopened"

    def test_is_a_new_version_for_those_who_read_the_old_one(self, mug, drain):
        order = make_order((mug, 1))
        drain()
        learn = self.forget()
        upload(self.row(order))
        learn()
        look_again()

        with pytest.raises(StaleRow):
            self.resolve("1")
        self.resolve("2")
        look_again()

        assert open_differences() == []


class TestAgain:
    def test_the_same_file_is_one_report(self, mug, drain):
        content = csv_of([a_charge(make_order((mug, 1)), fee="0.42")])
        drain()

        first, second = upload_file(content), upload_file(content, now=LATER)

        assert first == second
        assert Report.objects.count() == 1
        assert list(AuditEntry.objects.filter(resource=first.id).values_list("action", flat=True)) == ["settlement_report.uploaded"]

    def test_a_row_that_an_earlier_report_had_counts_there(self, mug, drain):
        row = a_charge(make_order((mug, 1)), fee="0.42")
        drain()
        upload(row)

        second = upload(row, a_row("po_1", "transfer", Money(-2458, "EUR")))

        assert (second.row_count, second.known_count, second.matched_count) == (2, 1, 1)
        assert euro("operator:provider_fees") == -42

    def test_a_row_that_says_something_else_than_before_is_refused(self, mug):
        row = a_charge(make_order((mug, 1)))
        upload(row)

        with pytest.raises(InvalidInput) as refused:
            upload(a_row("new", "fee", Money(-1, "EUR")), {**row, "amount": "24.00"})

        assert [(error.field, error.code) for error in refused.value.errors] == [("file.3.reference", "reported_otherwise")]
        assert Entry.objects.count() == 1

    def test_a_row_without_the_fee_that_it_had_before_is_refused(self, mug):
        row = a_charge(make_order((mug, 1)), fee="0.42")
        upload(row)

        with pytest.raises(InvalidInput) as refused:
            upload({**row, "fee": "0.00"})

        assert [error.code for error in refused.value.errors] == ["reported_otherwise"]
        assert upload({**row, "fee": ""}).known_count == 1  # a report that does not say

    def test_a_report_that_comes_before_the_refunds_webhook(self, mug, drain):
        order = make_order((mug, 1))
        drain()
        upload(a_charge(order), a_row("r1", "refund", Money(-300, "EUR"), about="re_dashboard"))
        before = open_differences()
        refund = ProviderRefund(
            reference="re_dashboard",
            refund_id="",
            payment_reference=payment_of(order).provider_reference,
            amount=Money(300, "EUR"),
            state=RefundState.SUCCEEDED,
        )
        record_refund(payment_id=order.payment_id, outcome=refund, now=NOW)
        drain()

        look_again()
        look_again()

        assert before == [("missing_here", "refund", None, -300)]
        assert (open_differences(), states()) == ([], [("charge", "matched"), ("refund", "matched")])
        entry = AuditEntry.objects.get(action="settlement_difference.resolved")
        assert (entry.actor_kind, entry.reason) == ("system", "matched")
        assert_clean()
