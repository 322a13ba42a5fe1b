"""Slows down guesses at codes of gift cards, from one network."""

from __future__ import annotations

from datetime import datetime

from marketplace.apps.accounts.services import attempts
from marketplace.apps.accounts.services.attempts import Limit
from marketplace.foundation.rest.views import network_of


def admit_gift_card_lookup(*, address: str, now: datetime) -> None:
    """
    Count a look-up of a gift card by its code, before it is answered.

    :raises TooManyAttempts: after twenty from one network without a wait that found none
    """
    attempts.admit([_limit(address)], now=now)


def forgive_gift_card_lookup(*, address: str) -> None:
    """The code was right: this one look-up does not count."""
    attempts.forget([_limit(address)])


def _limit(address: str) -> Limit:
    return Limit(f"gift-card-from:{network_of(address)}", free=20, lock=60, is_shared=True)
