"""
Which customers a segment has: conditions of ``analytics_customers``, constant SQL with ``%(now)s``.

RFM (Hughes, Strategic Database Marketing, 1994): customers are parted into fifths by how lately, how often and for how much they bought.
"""

from __future__ import annotations

from marketplace.apps.analytics.types import Segment

CONDITIONS = {
    Segment.TOP: "true",
    Segment.VIP: "recency >= 4 AND frequency >= 4 AND monetary >= 4",
    Segment.NEW: "first_order_at >= %(now)s::timestamptz - interval '30 days'",
    Segment.AT_RISK: "recency <= 2 AND frequency >= 4 AND last_order_at >= %(now)s::timestamptz - interval '180 days'",
    Segment.INACTIVE: "last_order_at < %(now)s::timestamptz - interval '180 days'",
}
