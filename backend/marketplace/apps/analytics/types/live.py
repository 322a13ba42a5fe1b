"""The words of live metrics."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.kit.money import Money


class LiveWindow(msgspec.Struct, frozen=True, kw_only=True):
    """
    What happened since a moment. ``visitors``, ``carts`` and ``checkouts`` are of visitors who agreed to be counted: how many there
    were, put something into a cart, and reached a step of the checkout. ``orders`` are all that were placed, as in the reports; ``revenue``
    is what their products were sold for, by currency, without canceled units.
    """

    since: datetime
    visitors: int
    carts: int
    checkouts: int
    orders: int
    revenue: list[Money]


class LiveMetrics(msgspec.Struct, frozen=True, kw_only=True):
    """
    The shop at a moment. ``minutes`` are the last five, from single events. ``day`` are the last 24 hours, from the sums by hour:
    they begin with a whole hour, may lack the last five minutes, and count visits as visitors.
    """

    made_at: datetime
    minutes: LiveWindow
    day: LiveWindow
