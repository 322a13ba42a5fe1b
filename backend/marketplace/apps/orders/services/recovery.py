"""Finds checkouts that stand still and drives them on, or ends them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from marketplace.apps.orders.models import OPEN_STATES, Checkout
from marketplace.apps.orders.services import progress
from marketplace.apps.orders.services.errors import PaymentDeclined
from marketplace.kit.errors import Unavailable

STANDS_STILL_AFTER = timedelta(seconds=30)
BATCH = 100

log = logging.getLogger(__name__)


def recover_checkouts(*, now: datetime) -> int:
    """Look at the unfinished checkouts that nobody has touched for a while, oldest first. How many there were."""
    waiting = Checkout.objects.filter(state__in=(*OPEN_STATES, "settled"), touched_at__lte=now - STANDS_STILL_AFTER)
    found = list(waiting.order_by("touched_at")[:BATCH])
    for checkout in found:
        Checkout.objects.filter(pk=checkout.pk).update(touched_at=now)  # the others get their turn even if this one fails
        try:
            _recover(checkout, now=now)
        except PaymentDeclined:
            continue  # given up by now
        except Unavailable as error:
            log.warning("checkout %s waits on: %s", checkout.pk, error)
        except Exception:
            log.exception("checkout %s cannot be driven on", checkout.pk)
    return len(found)


def _recover(checkout: Checkout, *, now: datetime) -> None:
    if checkout.state in OPEN_STATES and checkout.expires_at <= now:
        progress.call_off(checkout.pk, reason="expired", now=now)  # first, so that nobody is charged hours after giving up
        return
    progress.ask_provider(checkout, now=now)
    progress.drive(checkout.pk, now=now)
