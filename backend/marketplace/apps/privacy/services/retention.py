"""
Deleting personal data by time, each night: how long a region keeps what is in its settings.

docs/reference/retention.md has all that is stored, with who needs it, on which ground, and for how long.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from marketplace.apps.carriers import services as carrier_services
from marketplace.apps.checkout import queries as checkout_queries
from marketplace.apps.checkout import services as checkout_services
from marketplace.apps.disputes import services as dispute_services
from marketplace.apps.messaging import services as messaging_services
from marketplace.apps.notifications import services as notification_services
from marketplace.apps.orders import services as order_services
from marketplace.apps.payments import services as payment_services
from marketplace.apps.privacy.models import RetentionRun
from marketplace.apps.privacy.region_settings import MAILS_KEPT_DAYS, ORDERS_KEPT_YEARS, UNSOLD_CHECKOUTS_KEPT_DAYS, WEBHOOKS_KEPT_DAYS
from marketplace.apps.privacy.types import Retained
from marketplace.apps.returns import services as return_services
from marketplace.foundation import rows
from marketplace.kit.ids import new_id

BATCH = 100
EVIDENCE_KEPT = timedelta(days=400)  # after the dispute ended

log = logging.getLogger(__name__)


def apply_retention(*, now: datetime) -> None:
    """Delete or erase what is older than the region keeps it, and note how much that was. Safe to repeat, and to cut off."""
    _note(Retained.MAILS, notification_services.forget_before, now - timedelta(days=MAILS_KEPT_DAYS.current()), now=now)
    _note(Retained.WEBHOOKS, payment_services.forget_webhooks, now - timedelta(days=WEBHOOKS_KEPT_DAYS.current()), now=now)
    _note(
        Retained.UNSOLD_CHECKOUTS,
        checkout_services.erase_unsold,
        now - timedelta(days=UNSOLD_CHECKOUTS_KEPT_DAYS.current()),
        now=now,
    )
    _note(Retained.EVIDENCE, dispute_services.forget_before, now - EVIDENCE_KEPT, now=now)
    _note(Retained.ORDERS, lambda before: _erase_orders(before, now=now), orders_kept_since(now, ORDERS_KEPT_YEARS.current()), now=now)


def orders_kept_since(now: datetime, years: int) -> datetime:
    """
    The start of the first year whose orders are kept: periods of tax law begin with the end of the year (German Fiscal Code, section
    147 (4)).
    """
    return datetime(now.year - years, 1, 1, tzinfo=UTC)


def _note(retained: Retained, delete: Callable[[datetime], int], older_than: datetime, *, now: datetime) -> None:
    count = delete(older_than)
    log.info("retention: %s older than %s: %s", retained.value, f"{older_than:%Y-%m-%d}", count)
    rows.insert(RetentionRun(id=new_id("ret", at=now), retained=retained, older_than=older_than, count=count, ran_at=now))


def _erase_orders(before: datetime, *, now: datetime) -> int:
    """The checkout is erased last: it finds the order again where this was cut off."""
    count = 0
    while sold := checkout_queries.list_sold_before(before, limit=BATCH):
        return_services.erase_orders([row.order_id for row in sold], now=now)
        carrier_services.erase_orders([row.order_id for row in sold])
        order_services.erase_orders([(row.order_owner, row.order_id) for row in sold], now=now)
        messaging_services.erase_orders([row.order_id for row in sold])  # last: nothing is written about an erased order
        checkout_services.erase_checkouts([row.id for row in sold])
        count += len(sold)
    return count
