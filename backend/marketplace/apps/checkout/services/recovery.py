"""Finds checkouts that nobody has touched for a while, and advances or ends them."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from marketplace.apps.checkout.errors import PaymentDeclined
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.checkout.queries import get_checkout
from marketplace.apps.checkout.services import endings, steps
from marketplace.apps.checkout.types import OPEN, UNFINISHED, CheckoutState
from marketplace.foundation import rows
from marketplace.kit.errors import Unavailable

STALE_AFTER = timedelta(seconds=30)
BATCH = 100

log = logging.getLogger(__name__)


def recover_checkouts(*, now: datetime) -> int:
    """Advance or end the unfinished checkouts that nobody has touched for a while, oldest first. Returns how many there were."""
    waiting = Checkout.objects.filter(state__in=UNFINISHED, touched_at__lte=now - STALE_AFTER)
    found = list(waiting.order_by("touched_at")[:BATCH])
    for checkout in found:
        rows.change_where(Checkout, "id = %(id)s", {"id": checkout.id}, touched_at=now)  # the others get their turn even if this one fails
        try:
            _recover(checkout, now=now)
        except PaymentDeclined:
            continue  # ended by now
        except Unavailable as error:
            log.warning("checkout %s waits on: %s", checkout.pk, error)
        except Exception:
            log.exception("checkout %s cannot be advanced", checkout.pk)
    return len(found)


def _recover(checkout: Checkout, *, now: datetime) -> None:
    if checkout.state in OPEN and checkout.expires_at <= now:
        # The payment first, so that nobody is charged hours later. What a bank is still working on cannot be canceled: its stock goes
        # all the same.
        if not steps.stop(checkout, CheckoutState.EXPIRED, now=now):
            endings.end(checkout.pk, CheckoutState.EXPIRED, reason="payment_processing", of_payment=checkout.payment_id, now=now)
        return
    steps.ask_provider(checkout, now=now)
    steps.advance(get_checkout(checkout.pk), now=now)
