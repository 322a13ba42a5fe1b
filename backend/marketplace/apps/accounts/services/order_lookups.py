"""Slows down guesses at guests' orders: of one e-mail address, and from one network."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts.services import attempts
from marketplace.apps.accounts.services.attempts import Limit
from marketplace.foundation.rest.views import network_of


def admit_order_lookup(*, email: str, address: str, now: datetime) -> None:
    """
    Count a look-up of an order by its number, before it is answered.

    :raises TooManyAttempts: after five with one e-mail address without a wait, or thirty from one network
    """
    attempts.admit(
        [
            Limit(f"order-lookup:{email}", free=5, lock=10),
            Limit(f"order-lookup-from:{network_of(address)}", free=30, lock=60, is_shared=True),
        ],
        now=now,
    )
