"""How much to order. Pure Python."""

from __future__ import annotations

import math


def order_units(*, position: int, reorder_point: int, multiple: int) -> int:
    """
    How much to order now: up to the reorder point, in whole ``multiple``s; nothing from there on.

    The point is enough until an order of the next time arrives, so that what is sold between two orders is in it already. ``position`` is
    what is on hand and not reserved.
    """
    return math.ceil(max(reorder_point - position, 0) / multiple) * multiple
