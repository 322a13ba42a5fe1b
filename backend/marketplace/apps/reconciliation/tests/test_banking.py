"""The bank's statement: providers' transfers that arrive, payouts that are paid or come back, and files that attack their reader."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger.domain.chart import CHART
from marketplace.apps.ledger.types import BANK_IN_TRANSIT, BANK_SETTLEMENTS, TransactionType
from marketplace.apps.orders.tests.factories import deliver_all, make_order, part_of
from marketplace.apps.payouts import services as payout_services
from marketplace.apps.payouts.models import VendorPayout
from marketplace.apps.payouts.tests.factories import FINANCE, a_run, payout_of
from marketplace.apps.reconciliation import queries, services
from marketplace.apps.reconciliation.domain import camt053
from marketplace.apps.reconciliation.models import Difference, Entry
from marketplace.apps.reconciliation.tests.factories import FINANCE as STAFF
from marketplace.apps.reconciliation.tests.factories import a_charge, a_row, open_differences, states, upload
from marketplace.apps.reconciliation.tests.statements import an_entry, details, statement_of, upload_statement
from marketplace.apps.reconciliation.types import ReportFormat
from marketplace.apps.vendors.tests.factories import add_payout_account
from marketplace.foundation import tenancy
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.errors import InvalidInput
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]

MATURE = NOW + timedelta(days=40)


def euro(account):
    return ledger_queries.get_balance(account, "EUR").minor


def assert_clean():
    report = insight_queries.check_books(now=MATURE)
    assert report.is_clean, report


@pytest.fixture
def sent(mug, drain):
    """A payout that was sent to the bank: of two mugs and their delivery, 45.00, less the commission."""
    add_payout_account(mug.vendor_id)
    order = make_order((mug, 2))
    deliver_all(part_of(order, mug))
    drain()
    upload(a_charge(order))
    return payout_of(a_run(now=MATURE), mug.vendor_id)


def debit(payout, reference="b1"):
    return an_entry(reference, _amount(payout), details(end_to_end=payout.end_to_end_id), is_debit=True)


def credit(payout, reference="b2"):
    return an_entry(reference, _amount(payout), details(end_to_end=payout.end_to_end_id))


def _amount(payout):
    return f"{payout.amount.decimal():f}"


def state_of(payout):
    return VendorPayout.objects.get(pk=payout.id).state


class TestReceipts:
    def test_a_transfer_that_arrives_is_no_longer_in_transit(self, mug, drain):
        order = make_order((mug, 1))
        drain()
        upload(a_charge(order), a_row("1234567.2611.01", "transfer", Money(-2500, "EUR")))

        for _ in range(2):
            upload_statement(an_entry("b1", "25.00", details(text="Settlement 1234567.2611.01")))

        assert (euro("provider:sandbox"), euro("bank:in_transit"), euro("bank:settlements")) == (0, 0, -2500)
        assert open_differences() == []
        assert_clean()

    def test_a_provider_that_names_itself_is_matched_by_the_amount_if_only_one_fits(self):
        upload(*(a_row(name, "transfer", Money(minor, "EUR")) for name, minor in (("po_1", -100), ("po_2", -200), ("po_3", -200))))

        upload_statement(an_entry("b1", "1.00", details(text="SANDBOX payments")), an_entry("b2", "2.00", details(text="Sandbox")))

        assert euro("bank:in_transit") == -400
        assert open_differences() == [("missing_here", "receipt", None, 200)]
        assert_clean()

    def test_a_settlement_of_mollie_in_two_currencies_arrives_as_two(self, eu):
        header = "Date,Currency,Amount,ID,Description,Settlement reference\n"
        rows = ("2026-11-02,EUR,1.00,,Correction,1234567.2611.01", "2026-11-02,JPY,500,,Correction 2,1234567.2611.01")
        with tenancy.scope(msgspec.structs.replace(eu, currencies=("EUR", "JPY"))):
            services.upload_report(
                format=ReportFormat.MOLLIE, content=(header + "\n".join(rows)).encode(), filename="m", actor=STAFF, now=NOW
            )

            upload_statement(an_entry("b1", "500", details(text="T1234567.2611.01"), currency="JPY"))

        assert [transfer.reference for transfer in queries.open_transfers()] == ["1234567.2611.01:EUR"]
        assert open_differences() == []

    def test_a_reference_is_no_part_of_a_longer_one(self):
        upload(*(a_row(name, "transfer", Money(-100, "EUR")) for name in ("po_1", "1001", "po_10")))

        for number, text in enumerate(("po_10", "21001")):
            upload_statement(an_entry(f"b{number}", "1.00", details(text=text)))

        assert sorted(transfer.reference for transfer in queries.open_transfers()) == ["1001", "po_1"]
        assert open_differences() == [("missing_here", "receipt", None, 100)]

    def test_the_providers_own_name_of_a_transfer_is_enough(self):
        upload(a_row("txn_1", "transfer", Money(-100, "EUR"), about="po_1"))

        upload_statement(an_entry("b1", "1.00", details(text="/PO_1/")))

        assert euro("bank:in_transit") == 0

    def test_a_transfer_that_came_back_is_in_nobodys_way(self):
        upload(a_row("t1", "transfer", Money(-100, "EUR"), about="po_1"), a_row("t2", "transfer", Money(100, "EUR"), about="po_1"))
        upload(a_row("t3", "transfer", Money(-100, "EUR"), about="po_2"))

        upload_statement(an_entry("b1", "1.00", details(text="sandbox")))
        upload_statement(an_entry("b9", "5.00", details(text="rent"), on=NOW + timedelta(days=28)), now=MATURE)
        services.look_again(provider="bank", now=MATURE)

        assert queries.open_transfers() == []
        assert open_differences() == [("missing_here", "receipt", None, 500)]
        assert_clean()

    def test_what_a_provider_takes_from_the_bank_is_a_matter_for_people(self):
        upload(a_row("po_1", "transfer", Money(100, "EUR")))

        upload_statement(an_entry("b1", "1.00", details(text="po_1"), is_debit=True))

        assert open_differences() == [("missing_here", "other", None, -100)]
        assert euro("bank:in_transit") == 100
        assert not CHART[TransactionType.BANK_RECEIPT].allows(BANK_IN_TRANSIT, BANK_SETTLEMENTS)  # which no row of a statement would book
        assert_clean()

    def test_a_transfer_of_another_name_stays_in_transit(self):
        upload(a_row("t1", "transfer", Money(-100, "EUR"), about="po_1"), a_row("t2", "transfer", Money(100, "EUR"), about="po_2"))

        assert [transfer.reference for transfer in queries.open_transfers()] == ["t1"]

    def test_one_cent_less_than_was_sent(self):
        upload(a_row("po_1", "transfer", Money(-100, "EUR")))

        upload_statement(an_entry("b1", "0.99", details(text="po_1")))

        assert open_differences() == [("other_amount", "receipt", 100, 99)]
        assert euro("bank:in_transit") == -100

    def test_a_statement_that_comes_before_the_report(self):
        upload_statement(an_entry("b1", "1.00", details(text="po_1")))
        before = open_differences()
        upload(a_row("po_1", "transfer", Money(-100, "EUR")))

        services.look_again(provider="bank", now=MATURE)

        assert (before, open_differences()) == ([("missing_here", "receipt", None, 100)], [])
        assert euro("bank:in_transit") == 0
        assert_clean()

    def test_a_transfer_that_never_arrives_is_noted_after_some_days(self):
        upload(a_row("po_1", "transfer", Money(-100, "EUR"), at=NOW + timedelta(days=3)), now=MATURE)
        upload_statement(an_entry("b1", "5.00", details(text="rent")))
        upload_statement(an_entry("b9", "5.00", details(text="rent"), on=NOW + timedelta(days=28)), now=MATURE)

        services.look_again(provider="bank", now=MATURE)

        assert ("missing_there", "receipt", 100, None) in open_differences()

    def test_a_transfer_that_its_provider_reports_late_is_looked_for_too(self):
        for number, at in enumerate((NOW, NOW + timedelta(days=28))):
            upload_statement(an_entry(f"b{number}", "5.00", details(text="rent"), on=at), now=MATURE)
        services.look_again(provider="bank", now=MATURE)
        upload(a_row("po_1", "transfer", Money(-100, "EUR"), at=NOW + timedelta(days=3)), now=MATURE)

        services.look_again(provider="bank", now=MATURE)

        assert ("missing_there", "receipt", 100, None) in open_differences()

    def test_what_staff_have_resolved_takes_no_later_transfer(self):
        upload_statement(an_entry("b1", "1.00", details(text="po_1")))
        Difference.objects.update(state="resolved")
        upload(a_row("po_1", "transfer", Money(-100, "EUR")))

        services.look_again(provider="bank", now=MATURE)

        assert ("receipt", "missing_here") in states()
        assert euro("bank:in_transit") == -100
        assert_clean()

    def test_a_receipt_is_of_nothing_that_was_sent_after_it(self):
        upload_statement(an_entry("b1", "1.00", details(text="sandbox")))
        upload(a_row("po_1", "transfer", Money(-100, "EUR"), at=NOW + timedelta(days=3)), now=MATURE)

        services.look_again(provider="bank", now=MATURE)

        assert open_differences() == [("missing_here", "receipt", None, 100)]

    def test_one_statement_uploaded_at_once_is_booked_once(self):
        upload(a_row("po_1", "transfer", Money(-100, "EUR")))

        answers = at_once(4, lambda _: upload_statement(an_entry("b1", "1.00", details(text="po_1"))))

        assert len({answer.id for answer in answers}) == 1
        assert (euro("bank:in_transit"), euro("bank:settlements")) == (0, -100)


class TestPayouts:
    def test_that_were_executed_are_paid(self, sent):
        upload_statement(debit(sent))

        paid = VendorPayout.objects.get(pk=sent.id)
        assert (paid.state, paid.bank_reference, states()[-1]) == ("paid", "b1", ("payout", "matched"))
        assert_clean()

    def test_of_a_batch_are_paid_one_by_one(self, sent):
        batch = an_entry(
            "b1",
            "100.00",
            details(end_to_end=sent.end_to_end_id, amount=_amount(sent)),
            details(text="salary", amount="77.00"),
            is_debit=True,
        )

        upload_statement(batch)

        assert state_of(sent) == "paid"
        assert [difference[:2] for difference in open_differences()] == [("missing_here", "other")]

    def test_that_came_back_are_owed_again(self, sent):
        upload_statement(debit(sent), credit(sent))

        assert state_of(sent) == "returned"
        assert euro(f"vendor:{sent.vendor_id}") == sent.amount_minor
        assert open_differences() == []
        assert_clean()

    def test_that_were_refused_have_failed(self, sent):
        upload_statement(credit(sent))

        assert state_of(sent) == "failed"
        assert_clean()

    def test_that_staff_have_marked_before_match(self, sent):
        about = {"payout_id": sent.id, "attempt": 1, "reason": "seen", "actor": FINANCE, "now": MATURE}
        payout_services.mark_paid(bank_reference="by hand", **about)

        upload_statement(debit(sent))

        assert VendorPayout.objects.get(pk=sent.id).bank_reference == "by hand"
        assert open_differences() == []

    def test_that_were_paid_twice_or_with_another_amount_differ(self, sent):
        upload_statement(debit(sent), debit(sent, "b2"), debit(sent, "b3").replace(_amount(sent), "1.00"))

        minor = sent.amount_minor
        assert state_of(sent) == "paid"
        assert open_differences() == [("missing_here", "payout", None, -minor), ("missing_here", "payout", None, -100)]

    def test_of_an_earlier_attempt_are_a_matter_for_people(self, sent):
        about = {"payout_id": sent.id, "reason": "refused", "actor": FINANCE, "now": MATURE}
        payout_services.mark_failed(attempt=1, **about)
        payout_services.retry(**about)

        upload_statement(debit(sent))

        assert state_of(sent) == "paying"
        assert [difference[0] for difference in open_differences()] == ["missing_here"]

    def test_that_we_do_not_know_differ(self):
        upload_statement(an_entry("b1", "1.00", details(end_to_end="POUT-01J00000000000000000000000-1"), is_debit=True))

        assert open_differences() == [("missing_here", "payout", None, -100)]


class TestFiles:
    def test_only_what_is_booked_counts_and_every_version_is_read(self):
        entries = [an_entry("b1", "1.00", details(text="x"), status="PDNG"), an_entry("b2", "2.00", details(text="y"))]
        older = statement_of(entries, namespace="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02").replace(
            b"<Sts><Cd>BOOK</Cd></Sts>", b"<Sts>BOOK</Sts>"
        )

        for content in (statement_of(entries), older):
            assert [(row.reference, row.amount.minor) for row in camt053.read(content, currencies=["EUR"])] == [("b2", 200)]

    def test_what_was_booked_counts_and_not_what_was_sent(self):
        sent = details(text="po_1").replace("<RmtInf>", '<AmtDtls><TxAmt><Amt Ccy="JPY">900</Amt></TxAmt></AmtDtls><RmtInf>')

        (row,) = camt053.read(statement_of([an_entry("b1", "5.00", sent)]), currencies=["EUR", "JPY"])

        assert row.amount == Money(500, "EUR")

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"not xml",
            b'<?xml version="1.0"?><Document xmlns="urn:other"/>',
            statement_of([], before='<!DOCTYPE d [<!ENTITY a "x">]>'),
            statement_of([], before='<!DOCTYPE d SYSTEM "file:///etc/passwd">'),
            b'<?xml version="1.0" encoding="nonsense"?><Document/>',
        ],
    )
    def test_what_is_no_statement_or_attacks_its_reader_is_refused(self, content):
        with pytest.raises(InvalidInput) as refused:
            camt053.read(content, currencies=["EUR"])

        assert [error.code for error in refused.value.errors] == ["unreadable"]

    @pytest.mark.parametrize(
        ("entry", "field"),
        [
            (an_entry("b1", "1.005", details()), "file.1.Amt"),
            (an_entry("b1", "1.00", details(), currency="USD"), "file.1.Ccy"),
            (an_entry("", "1.00", details()).replace("CRDT", "BOTH"), "file.1.CdtDbtInd"),
            (an_entry("b1", "1.00", details()).replace("2026-11-03", "soon"), "file.1.BookgDt"),
        ],
    )
    def test_an_error_names_its_row_and_its_element(self, entry, field):
        with pytest.raises(InvalidInput) as refused:
            camt053.read(statement_of([entry]), currencies=["EUR"])

        assert [error.field for error in refused.value.errors] == [field]

    def test_a_statement_is_the_banks(self):
        with pytest.raises(InvalidInput):
            upload(a_row("b1", "receipt", Money(100, "EUR")))
        assert not Entry.objects.exists()
