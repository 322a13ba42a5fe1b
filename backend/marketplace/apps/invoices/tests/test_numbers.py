"""Numbers without gaps: with many processes at once, and whenever one is killed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from marketplace.apps.invoices import services
from marketplace.apps.invoices.models import Invoice, InvoiceCounter
from marketplace.apps.invoices.tests.invoicing import assert_books_agree, papers
from marketplace.apps.orders.tests.crasher import Crasher
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.orders.tests.factories import make_order, part_of, send_parcel
from marketplace.foundation.documents.tests.builders import at_once
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]
PROCESSES = 3


def sent(mug):
    return send_parcel(part_of(make_order((mug, 1)), mug), 1)


def job_for(part, **options):
    return Job("invoice", 0, NOW, vendor_id=part.vendor_id, vendor_order_id=part.id, **options)


def issue_all(crasher, parts):
    return [crasher.run(job_for(part, in_child=False)) for part in parts]


def assert_no_gap(count):
    numbers = sorted(Invoice.objects.filter(series="INV").values_list("sequence", flat=True))
    assert numbers == list(range(1, count + 1))
    assert list(InvoiceCounter.objects.values_list("last", flat=True)) == [count]
    assert_books_agree()


def test_processes_that_issue_at_once_leave_no_gap_and_no_paper_twice(mug):
    parts = [sent(mug) for _ in range(9)]
    crashers = [Crasher() for _ in range(PROCESSES)]

    try:
        with ThreadPoolExecutor(PROCESSES) as pool:
            # Each issues all of them, in an order of its own.
            orders = [parts[turn:] + parts[:turn] for turn in range(PROCESSES)]
            answers = [answer for found in pool.map(issue_all, crashers, orders) for answer in found]
    finally:
        for crasher in crashers:
            crasher.close()

    assert answers == ["done"] * 9 * PROCESSES
    assert_no_gap(9)


def test_a_paper_killed_at_any_statement_is_issued_once_and_loses_no_number(mug, crasher):
    killed = 0
    for number in range(1, 100):
        part = sent(mug)
        answer = crasher.run(Job("invoice", number, NOW, vendor_id=part.vendor_id, vendor_order_id=part.id))
        assert crasher.run(job_for(part)) == "done"
        assert len(papers(part)) == 1
        if answer == "done":
            break
        assert answer == "killed"
        killed += 1

    assert killed > 5
    assert_no_gap(killed + 1)


def test_threads_that_issue_the_same_paper_issue_it_once(mug):
    part = sent(mug)

    outcomes = at_once(6, lambda _: services.issue_papers(vendor_id=part.vendor_id, vendor_order_id=part.id, now=NOW))

    assert outcomes == [True] * 6
    assert_no_gap(1)
