"""Reports at the same time, from several threads; and SIGKILL before every single statement of one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.orders.tests.factories import make_order
from marketplace.apps.orders.tests.killing import kill_at_each_statement
from marketplace.apps.payments.tests.gateways import StripeAtDouble
from marketplace.apps.payments.tests.offering import using
from marketplace.apps.reconciliation import services
from marketplace.apps.reconciliation.models import Entry, Report, ReportedProvider
from marketplace.apps.reconciliation.tests.factories import FINANCE, a_charge, a_row, csv_of, upload_file
from marketplace.apps.reconciliation.types import ReportFormat, ReportView
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]

__all__ = ["using"]


def euro(account):
    return ledger_queries.get_balance(account, "EUR").minor


def test_one_file_uploaded_many_times_at_once_is_one_report(mug, drain):
    content = csv_of([a_charge(make_order((mug, 1)), fee="0.42"), a_row("po_1", "transfer", Money(-2458, "EUR"))])
    drain()

    answers = at_once(6, lambda _: upload_file(content))

    assert {answer.id if isinstance(answer, ReportView) else answer for answer in answers} == {Report.objects.get().id}
    assert (euro("provider:sandbox"), euro("bank:in_transit"), euro("operator:provider_fees")) == (0, -2458, -42)
    assert insight_queries.check_books(now=NOW).is_clean


def test_reports_that_overlap_at_once_book_each_row_once(mug, drain):
    orders = [make_order((mug, 1)) for _ in range(3)]
    drain()
    rows = [a_charge(order, fee="0.10") for order in orders] + [a_row("po_1", "transfer", Money(-1000, "EUR"))]
    files = [csv_of(rows[number:] + rows[:number]) for number in range(4)] + [csv_of(rows[:2]), csv_of(rows[2:])]

    def act(number):
        services.look_again(provider="sandbox", now=NOW)
        return upload_file(files[number])

    answers = at_once(len(files), act)

    assert all(isinstance(answer, ReportView) for answer in answers), answers
    assert Entry.objects.count() == 4
    assert (euro("bank:in_transit"), euro("operator:provider_fees")) == (-1000, -30)
    assert insight_queries.check_books(now=NOW).is_clean


def test_fetches_at_the_same_time_take_each_row_once(using):
    """As two beats, or a person next to the night's task: each asks the provider by itself, and all are given the same rows."""
    stripe = using(StripeAtDouble)
    for number in range(6):
        about = {"currency": "eur", "created": int((NOW + timedelta(hours=8 * number)).timestamp())}
        stripe.double.settle("eu", id=f"txn_{number}", amount=-100, reporting_category="fee", **about)
        stripe.double.settle("eu", id=f"po_{number}", amount=-500, reporting_category="payout", **about)

    answers = at_once(5, lambda _: services.fetch_report(provider="stripe", now=NOW + timedelta(days=3)))

    assert all(isinstance(answer, int) for answer in answers), answers
    assert sum(answers) == Entry.objects.count() == 12
    assert (euro("bank:in_transit"), euro("operator:provider_fees")) == (-3_000, -600)
    assert ReportedProvider.objects.get().fetched_until == NOW + timedelta(days=3) - timedelta(hours=4)
    assert services.fetch_report(provider="stripe", now=NOW + timedelta(days=3)) == 0
    assert insight_queries.check_books(now=NOW).is_clean


def test_a_fetch_next_to_the_file_of_the_same_rows_takes_each_row_once(using):
    stripe = using(StripeAtDouble)
    stripe.double.settle("eu", id="txn_1", amount=-100, reporting_category="fee", currency="eur", created=int(NOW.timestamp()))
    file = (
        "balance_transaction_id,created_utc,currency,gross,fee,reporting_category,source_id\n"
        f"txn_1,{NOW:%Y-%m-%d %H:%M:%S},eur,-1.00,0.00,fee,\n"
    )
    later = NOW + timedelta(days=2)
    about = {"format": ReportFormat.STRIPE, "content": file.encode(), "filename": "stripe.csv", "actor": FINANCE, "now": later}
    acts = [lambda: services.fetch_report(provider="stripe", now=later), lambda: services.upload_report(**about)]

    answers = at_once(6, lambda number: acts[number % 2]())

    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    assert (Entry.objects.count(), euro("operator:provider_fees")) == (1, -100)


def test_a_report_killed_anywhere_is_booked_once(mug, crasher, drain):
    order = make_order((mug, 1))
    drain()
    rows = [a_charge(order, fee="0.42"), a_row("po_1", "transfer", Money(-2458, "EUR")), a_row("b1", "other", Money(-7, "EUR"))]
    content = csv_of(rows).decode()

    for number in kill_at_each_statement(crasher, lambda: Job("report", 0, NOW, request={"content": content})):
        stored = Report.objects.count()
        assert Entry.objects.count() == 3 * stored, number
        assert euro("bank:in_transit") == -2458 * stored, number
        assert euro("operator:provider_fees") == -42 * stored, number
        assert insight_queries.check_books(now=NOW).is_clean, number
    assert stored == 1
