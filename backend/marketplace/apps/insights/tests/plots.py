"""What stories of money are made of, as Hypothesis makes it up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hypothesis import strategies as st

from marketplace.apps.insights.tests.world import DELIVERY_MINOR

CURRENCIES = ["EUR", "JPY", "KWD", "NGN"]
ACTS = ["cancel", "ship", "deliver", "refund_amount", "refund_units", "refund_shipping", "payout", "bank", "drain", "dispute", "tell"]
ACTS += ["ask_back", "exchange", "handle", "handle", "pay_exchange", "buy_card", "order_again"]
# An act, on which vendor's part, how much of what is there in percent, whether it is done a second time with the same key, and after how
# many statements the process dies that does it first (0: it lives).
DEATHS = st.one_of(st.just(0), st.just(0), st.integers(1, 60))
STEPS = st.tuples(st.sampled_from(ACTS), st.integers(0, 3), st.integers(1, 100), st.booleans(), DEATHS)
# By a card at once or on the provider's page; authorized and captured whole, or without the part of a vendor who may not sell by then.
PAYINGS = ["card", "card", "page", "held", "partly"]


class Plot(NamedTuple):
    """What is made up: prices in minor units, what the other size costs in percent of that, and the steps."""

    prices: tuple[int, int]
    other_percent: int
    delivery: int
    credit_percent: int  # of the order that a gift card pays
    is_delivered: bool  # before the first step, and not by one of them
    dies_after: int  # statements, while the order is placed
    steps: Sequence[tuple[str, int, int, bool, int]]


PRICES = st.integers(1, 10**6)
PLOTS = st.builds(
    Plot,
    prices=st.tuples(PRICES, PRICES),
    other_percent=st.sampled_from([50, 100, 100, 150]),
    delivery=st.integers(0, len(DELIVERY_MINOR) - 1),
    credit_percent=st.sampled_from([0, 0, 1, 35, 99, 100]),
    is_delivered=st.booleans(),
    dies_after=DEATHS,
    steps=st.lists(STEPS, min_size=4, max_size=12),
)
