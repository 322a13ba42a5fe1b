"""
Random stories of orders, partial captures, cancellations, refunds, returns, disputes and payouts, in any order and partly repeated, with
the provider's webhooks late, twice and in any order, in currencies of zero, two and three digits, partly paid by a gift card: after each
the books agree, also with the invoices and credit notes, and every vendor's balance, and what the card and the customer's store credit
have, is explained by what the documents say.

``MONEY_STORIES`` in the environment says how many stories of each currency are made up. They come in batches, each on an empty database
of its own: a check of all the books costs more, the more there is in them.
"""

from __future__ import annotations

import os
import random

import msgspec
import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.insights.tests.stories import CURRENCIES, LATER, PAYINGS, STORIES, Story, World, earned_by, sent_to
from marketplace.apps.insights.types import Difference
from marketplace.apps.invoices import services as invoice_services
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments.tests.shapes import AuthorizingShape
from marketplace.foundation import clock, tenancy
from marketplace.kit.money import total

pytestmark = [pytest.mark.django_db(transaction=True)]

COUNT, BATCH = int(os.environ.get("MONEY_STORIES", "5")), 25


@pytest.mark.parametrize("batch", range(-(-COUNT // BATCH)))
@pytest.mark.parametrize("currency", CURRENCIES)
def test_the_books_agree_and_explain_every_vendor_after_any_story(currency, batch, eu, sandbox, using):
    rules = {"refund_commission_kept_for": "goodwill,wrong_price", "payout_minimum_minor": {}}
    region = msgspec.structs.replace(
        eu, currencies=(currency,), default_currency=currency, settings={**eu.settings, **rules}
    )  # the same databases

    @settings(max_examples=min(BATCH, COUNT - batch * BATCH), deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @seed(f"{random.getrandbits(64)} {currency} {batch}")
    @given(STORIES, st.sampled_from(PAYINGS))
    def check(made_up, paying) -> None:
        first, second, delivery, credit_percent, steps = made_up
        story = Story(world, (first, second), delivery, credit_percent, paying=paying)
        for step in steps:
            story.go(*step)
        story.end()
        invoice_services.issue_commission_invoices(now=clock.now() + LATER)

        assert_explained(story)
        assert new_differences(world) == []

    with tenancy.scope(region):
        world = World(currency, sandbox, using(AuthorizingShape))
        check()


def assert_explained(story: Story) -> None:
    """What the payment, the credit and the vendors have is what the documents say."""
    world, currency, parts = story.world, story.currency, story.parts
    explained = world.earned.copy()
    for part in parts:
        explained[part.vendor_id] += earned_by(part)
    for product in world.products:  # whatever the story has left there is not the next one's fault
        balance = ledger_queries.get_balance(f"vendor:{product.vendor_id}", currency).minor
        world.earned[product.vendor_id] = balance + sent_to(product.vendor_id)
    payment = payment_queries.get_payment(story.payment_id)
    reversals = [reversal for part in parts for reversal in part.reversals]
    unsold = total((part.refund for part in story.unsold), currency)
    assert payment.refunded == total((item.to_payment for item in reversals), currency) + unsold <= payment.captured
    owed = total((item.balance for item in ledger_queries.list_balances(prefix="credit:") if item.account in story.credits), currency)
    redeemed = total((tender.amount for part in parts for tender in part.tenders), currency)
    assert owed + redeemed == story.credit + total((item.to_credit for item in reversals), currency)
    assert explained == world.earned
    assert sum(item.balance.minor for item in ledger_queries.list_balances() if item.balance.currency == currency) == 0


def new_differences(world: World) -> list[Difference]:
    """Between the books and all else, but for those that an earlier story has left: of a story that fails, simpler ones are tried."""
    report = insight_queries.check_books(now=clock.now() + LATER)
    found = [*report.other_differences, *(item for books in report.currencies for item in books.differences)]
    new = [item for item in found if item not in world.differences]
    world.differences.update(new)
    return new
