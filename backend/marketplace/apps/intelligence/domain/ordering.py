"""How much to order. Pure Python."""

from __future__ import annotations

import math


def order_units(*, position: int, reorder_point: int, expected_until_next: float, multiple: int) -> int:
    """
    How much to order now: nothing above the reorder point; else up to it and what is sold until the next order, in whole ``multiple``s.

    ``position`` is what is on hand and not reserved.
    """
    if position > reorder_point:
        return 0
    wanted = reorder_point - position + math.ceil(expected_until_next)
    return math.ceil(max(wanted, 1) / multiple) * multiple
