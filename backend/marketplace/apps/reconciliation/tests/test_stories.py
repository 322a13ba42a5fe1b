"""Reports of random stories: made of what was captured, refunded and disputed they match whole, and one changed row is one difference."""

from __future__ import annotations

import os
import random

import pytest
from hypothesis import HealthCheck, given, note, seed, settings
from hypothesis import strategies as st

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.insights.tests.plots import PLOTS
from marketplace.apps.insights.tests.stories import Story
from marketplace.apps.insights.tests.world import World, drain
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.providers.base import ProviderDispute
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.types import DisputeState
from marketplace.apps.reconciliation.models import Difference, Entry
from marketplace.apps.reconciliation.tests.factories import everything_moved, upload
from marketplace.foundation import clock
from marketplace.kit.money import Money

pytestmark = [pytest.mark.usefixtures("tenant", "real_clock"), pytest.mark.django_db(transaction=True)]

CHANGES = ["nothing", "amount", "kind", "reference", "twice"]
COUNT, BATCH = int(os.environ.get("MONEY_STORIES", "5")), 25


@pytest.mark.parametrize("batch", range(-(-COUNT // BATCH)))
def test_a_report_of_any_story_matches_whole_and_one_changed_row_is_one_difference(batch, sandbox):
    world = World("EUR", sandbox)

    @settings(max_examples=min(BATCH, COUNT - batch * BATCH), deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @seed(f"{random.getrandbits(64)} {batch}")
    @given(PLOTS, st.booleans(), st.integers(0, 10**6), st.sampled_from(CHANGES))
    def check(plot, is_disputed, which, how) -> None:
        note(f"{plot}, {is_disputed=}, {which=}, {how=}")
        story = Story(world, plot._replace(credit_percent=0))
        for step in plot.steps:
            story.go(*step)
        story.end()
        if is_disputed:
            dispute(story)
        before = Difference.objects.count()
        reported = set(Entry.objects.values_list("reference", flat=True))
        rows = [row for row in everything_moved() if row["reference"] not in reported]
        at = which % len(rows)

        report = upload(*rows[:at], *changed(rows[at], how), *rows[at + 1 :], now=clock.now())

        assert report.open_count == Difference.objects.count() - before == (how != "nothing"), rows
        books = insight_queries.check_books(now=clock.now())
        assert books.is_clean, books

    check()


def dispute(story):
    """Two disputes of a tenth each of what is left of the story's payment: one won, one open."""
    payment = Payment.objects.get(pk=story.payment_id)
    amount = Money((payment.captured_minor - payment.refunded_minor - payment.disputed_minor) // 10, payment.currency)
    at = {"payment_reference": payment.provider_reference, "reason": "", "amount": amount}
    for number, state in enumerate((DisputeState.WON, DisputeState.OPEN) if amount else ()):
        found = ProviderDispute(reference=f"dp_{payment.id}_{number}", state=state, **at)
        record_dispute(payment_id=payment.id, outcome=found, now=clock.now())
    drain()


def changed(row, how):
    """The row with one thing that is not so; ``twice``, and another one of the same."""
    match how:
        case "amount":
            more = Money.parse(row["amount"], row["currency"]) + Money(1, row["currency"])
            return [{**row, "amount": f"{more.decimal():f}"}]
        case "kind":
            return [{**row, "kind": "other"}]
        case "reference":
            return [{**row, "provider_reference": "unknown"}]
        case "twice":
            return [row, {**row, "reference": f"{row['reference']}_again"}]
    return [row]
