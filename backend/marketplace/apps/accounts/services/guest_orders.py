"""
Limits orders that nobody has paid and nobody has confirmed: each sends a mail to an address that a stranger typed, and holds stock.

They are counted in the cache, in one round trip: a checkout is a hot path, and a lost count harms nobody.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from marketplace.apps.accounts.errors import TooManyAttempts
from marketplace.apps.accounts.services.logins import normal_email
from marketplace.foundation.cache import valkey
from marketplace.foundation.cache.valkey import CacheUnavailable
from marketplace.foundation.rest.views import network_of
from marketplace.kit import limits
from marketplace.kit.ids import hash_secret

EMAIL_WINDOW, NETWORK_WINDOW = timedelta(days=1), timedelta(hours=1)
ORDERS_OF_EMAIL = limits.declare(
    "accounts.guest_unpaid_orders_of_email",
    3,
    "orders a day",
    "Orders for cash by guests with one e-mail address; 429 `too_many_attempts` above.",
)
ORDERS_FROM_NETWORK = limits.declare(  # a mobile network has many customers behind one address
    "accounts.guest_unpaid_orders_from_network",
    20,
    "orders an hour",
    "Orders for cash by guests from one IPv4 address or IPv6 /64; 429 `too_many_attempts` above.",
)


def admit_guest_unpaid_order(*, email: str, address: str) -> None:
    """
    Count an order that a guest will pay in cash, by its e-mail address and by the network that it comes from.

    :raises TooManyAttempts: above 3 a day with one e-mail address, or 20 an hour from one network
    """
    of_email = valkey.key(f"guest-cash:{hash_secret(normal_email(email))}")
    from_network = valkey.key(f"guest-cash-from:{network_of(address)}")
    with suppress(CacheUnavailable):
        by_email, _, email_wait_s, by_network, _, network_wait_s = valkey.run(
            *_count(of_email, EMAIL_WINDOW), *_count(from_network, NETWORK_WINDOW)
        )
        if by_email > ORDERS_OF_EMAIL:
            raise TooManyAttempts(retry_after_s=max(1, email_wait_s))
        if by_network > ORDERS_FROM_NETWORK:
            raise TooManyAttempts(retry_after_s=max(1, network_wait_s))


def _count(key: str, window: timedelta) -> tuple[valkey.Command, valkey.Command, valkey.Command]:
    return ("INCR", key), ("EXPIRE", key, int(window.total_seconds()), "NX"), ("TTL", key)
