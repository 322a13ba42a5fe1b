"""
Random stories of orders, partial captures, cancellations, refunds, returns, exchanges, disputes, payouts, gift cards and store credit, in
any order and partly repeated, with the provider's webhooks late, twice and in any order, and with processes that die at any statement, in
currencies of zero, two and three digits: after each the books agree, also with the invoices and credit notes, and every vendor's balance,
and what the card and the customer's store credit have, is explained by what the documents say.

``MONEY_STORIES`` in the environment says how many stories of each currency are made up. They come in batches, each on an empty database
of its own: a check of all the books costs more, the more there is in them.
"""

from __future__ import annotations

import os
import random
from collections import Counter

import msgspec
import pytest
from hypothesis import HealthCheck, given, note, seed, settings
from hypothesis import strategies as st

from marketplace.apps.checkout.queries import get_checkout_of_order
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.insights.tests.explaining import assert_fees, earned_by, sent_to
from marketplace.apps.insights.tests.plots import CURRENCIES, PAYINGS, PLOTS
from marketplace.apps.insights.tests.stories import LATER, Story
from marketplace.apps.insights.tests.world import World, moving_lanes
from marketplace.apps.insights.types import Difference
from marketplace.apps.invoices import services as invoice_services
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders.types import Order, VendorOrder
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.tests.shapes import AuthorizingShape
from marketplace.foundation import clock, tenancy
from marketplace.foundation.events.models import OutboxEvent
from marketplace.kit.money import Money, total

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("real_clock")]

COUNT, BATCH = int(os.environ.get("MONEY_STORIES", "5")), 25
RULES = {"refund_commission_kept_for": "goodwill,wrong_price", "payout_minimum_minor": {}}


@pytest.mark.parametrize("batch", range(-(-COUNT // BATCH)))
@pytest.mark.parametrize("currency", CURRENCIES)
def test_the_books_agree_and_explain_every_vendor_after_any_story(currency, batch, eu, sandbox, using):
    cards = {"gift_card_least_minor": {currency: 1}, "gift_card_most_minor": {currency: 10_000}}
    region = msgspec.structs.replace(
        eu, currencies=(currency,), default_currency=currency, settings={**eu.settings, **RULES, **cards}
    )  # the same databases

    @settings(max_examples=min(BATCH, COUNT - batch * BATCH), deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @seed(f"{random.getrandbits(64)} {currency} {batch}")
    @given(PLOTS, st.sampled_from(PAYINGS))
    def check(plot, paying) -> None:
        note(f"{plot}, paid by {paying}")
        story = Story(world, plot, paying=paying)
        for step in plot.steps:
            story.go(*step)
        story.end()
        invoice_services.issue_commission_invoices(now=clock.now() + LATER)

        assert not OutboxEvent.objects.filter(delivered_at=None, subscriber__in=moving_lanes()).exists()
        assert_explained(story)
        assert new_differences(world) == []

    with tenancy.scope(region):
        world = World(currency, sandbox, using(AuthorizingShape))
        check()


def assert_explained(story: Story) -> None:
    """What the payments, the credit and the vendors have is what the documents say."""
    world, currency, parts = story.world, story.currency, story.parts
    explained = world.earned.copy()
    for part in parts:
        explained[part.vendor_id] += earned_by(part)
        assert_fees(part, vat_bp=2_100)
    for product in world.products:  # whatever the story has left there is not the next one's fault
        balance = ledger_queries.get_balance(f"vendor:{product.vendor_id}", currency).minor
        world.earned[product.vendor_id] = balance + sent_to(product.vendor_id)
    for order in story.orders:
        own = [part for part in parts if part.order_id == order.id]
        unsold = [part.refund for part in get_checkout_of_order(order.id).unsold_parts]
        if not unsold:
            assert_split(order, own)
        reversed_of = [reversal.to_payment for part in own for reversal in part.reversals]
        payments = Payment.objects.filter(order_id=order.id)
        assert sum(item.refunded_minor for item in payments) == total([*reversed_of, *unsold], currency).minor
        assert all(item.refunded_minor <= item.captured_minor for item in payments)
    balances = [item for item in ledger_queries.list_balances() if item.balance.currency == currency]
    owed = total((item.balance for item in balances if item.account in story.credits), currency)
    redeemed = total((tender.amount for part in parts for tender in part.tenders), currency)
    bought = total((Money(item.amount_minor, currency) for item in story.purchases if item.credit_id), currency)
    refunded = total((reversal.to_credit for part in parts for reversal in part.reversals), currency)
    assert owed + redeemed == story.given + bought + refunded
    assert explained == world.earned
    assert sum(item.balance.minor for item in balances) == 0


def assert_split(order: Order, parts: list[VendorOrder]) -> None:
    """Each line is in its seller's part and in no other, and the parts add up to what the customer was charged, from each source."""
    quote = order.quote
    assert total((part.total for part in parts), quote.currency) == quote.total
    assert sorted((line.line_id, part.vendor_id) for part in parts for line in part.lines) == sorted(
        (line.line_id, line.vendor_id) for line in quote.lines
    )
    paid: Counter[str] = Counter()
    for part in parts:
        paid.update({tender.reference: tender.amount.minor for tender in part.tenders})
    assert paid == Counter({tender.reference: tender.amount.minor for tender in quote.tenders})


def new_differences(world: World) -> list[Difference]:
    """Between the books and all else, but for those that an earlier story has left: of a story that fails, simpler ones are tried."""
    report = insight_queries.check_books(now=clock.now() + LATER)
    found = [*report.other_differences, *(item for books in report.currencies for item in books.differences)]
    new = [item for item in found if item not in world.differences]
    world.differences.update(new)
    return new
