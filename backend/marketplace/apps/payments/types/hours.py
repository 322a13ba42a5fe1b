"""Sums of payments, for reports."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.kit.money import Money


class HourOfPayments(msgspec.Struct, frozen=True, kw_only=True):
    """
    What became of the payments that were begun in an hour of the region's clock by one method: ``paid`` is what was captured of them,
    before refunds; ``failed`` were refused or canceled.
    """

    hour: datetime
    method: str
    paid: Money
    succeeded: int
    failed: int
