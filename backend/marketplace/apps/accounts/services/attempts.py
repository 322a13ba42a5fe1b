"""
Slows down repeated tries at passwords: of one account, from one address, or both.

A try is counted before it is judged, so that parallel guesses count as well; success clears the count. What is counted is kept as a
hash: the table reveals no address.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import msgspec

from marketplace.apps.accounts import statements
from marketplace.apps.accounts.errors import TooManyAttempts
from marketplace.apps.accounts.models import Attempts
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.foundation.rest.views import network_of
from marketplace.kit.ids import hash_secret

FORGOTTEN_AFTER = timedelta(hours=1)  # a count starts anew after a quiet hour
LOCKED_FOR = timedelta(minutes=15)
MAX_DOUBLINGS = 10  # 2 ** 10 seconds are longer than the lock


class Limit(msgspec.Struct, frozen=True):
    """``free`` tries come without a wait; then each waits twice as long as the one before; from ``lock`` on, ``LOCKED_FOR``."""

    key: str
    free: int
    lock: int
    is_shared: bool = False  # by many people: an address

    @property
    def key_hash(self) -> str:
        return hash_secret(self.key)

    def wait_after(self, count: int) -> timedelta:
        if count <= self.free:
            return timedelta(0)
        doublings = count - self.free
        return LOCKED_FOR if count >= self.lock or doublings >= MAX_DOUBLINGS else timedelta(seconds=2**doublings)


def login_limits(*, audience: str, email: str, address: str) -> list[Limit]:
    """
    One person mistyping is slowed after three tries. The account as a whole has a far higher limit, so that a stranger cannot
    lock its owner out by guessing from elsewhere; an address has one for trying many accounts.
    """
    place = network_of(address)
    return [
        Limit(f"login:{audience}:{email}:{place}", free=3, lock=10),
        Limit(f"login:{audience}:{email}", free=30, lock=60),
        Limit(f"login-from:{place}", free=60, lock=120, is_shared=True),
    ]


def device_limits(device: str) -> list[Limit]:
    """
    Of a device on which the person has logged in before (``devices.find_device``). It passes by the counts of the account and the network,
    which others can raise; each such device has a few tries of its own.
    """
    return [Limit(f"login-device:{device}", free=3, lock=10)]


def second_factor_limit(person_id: str) -> Limit:
    """Of a person's codes and passkeys together, wherever they are asked for."""
    return Limit(f"second-factor:{person_id}", free=3, lock=10)


def admit_login(*, audience: str, email: str, address: str, device: str, now: datetime) -> list[Limit]:
    """
    Count a try to log in; returns the limits to ``forget`` if it succeeds. A device that is locked is judged like an unknown one.

    :raises TooManyAttempts: while a wait is running
    """
    if device:
        known = device_limits(device)
        with suppress(TooManyAttempts):
            admit(known, now=now)
            return known
    unknown = login_limits(audience=audience, email=email, address=address)
    admit(unknown, now=now)
    return unknown


def admit(limits: Sequence[Limit], *, now: datetime) -> None:
    """
    Count a try against every limit. Commits by itself: call it outside the transaction that judges the try.

    :raises TooManyAttempts: if one of them has a wait running; nothing is counted then
    """
    with tenancy.atomic():
        counts = {row.key_hash: row for row in _locked(limits, now)}
        wait_s = max(_wait_s(counts[limit.key_hash], now) for limit in limits)
        if wait_s <= 0:
            for limit in limits:
                row = counts[limit.key_hash]
                row.count = 1 if row.last_at < now - FORGOTTEN_AFTER else row.count + 1
                row.last_at, row.next_at = now, now + limit.wait_after(row.count)
            rows.change_all(list(counts.values()), "count", "last_at", "next_at")
    if wait_s > 0:
        raise TooManyAttempts(retry_after_s=math.ceil(wait_s))


def forget(limits: Sequence[Limit]) -> None:
    """
    The try was a success: its counts start anew. Of what is counted for an address alone, only this one try is taken back, so that a
    right password does not pay for a hundred wrong ones, and an office behind one address is not slowed by its own logins.
    """
    own = [limit.key_hash for limit in limits if not limit.is_shared]
    shared = [limit.key_hash for limit in limits if limit.is_shared]
    rows.delete_where(Attempts, "key_hash = ANY (%(hashes)s::text[])", {"hashes": own})
    if shared:
        rows.change_where(Attempts, "key_hash = ANY (%(hashes)s::text[]) AND count > 0", {"hashes": shared}, count=rows.Plus(-1))


def purge(*, now: datetime) -> None:
    rows.delete_where(Attempts, "last_at < %(quiet_since)s AND next_at < %(now)s", {"quiet_since": now - FORGOTTEN_AFTER, "now": now})


def _wait_s(row: Attempts, now: datetime) -> float:
    """Seconds left of a row's wait. Where there is none, ``next_at`` may still lie ahead: a try of this moment was counted first."""
    return (row.next_at - now).total_seconds() if row.next_at > row.last_at else 0.0


def _locked(limits: Sequence[Limit], now: datetime) -> list[Attempts]:
    """The rows of these limits, made where missing, locked in one order so that two logins cannot wait for each other."""
    hashes = sorted(limit.key_hash for limit in limits)
    sql.run(statements.BEGIN_COUNTS, {"hashes": hashes, "now": now})
    return list(Attempts.objects.select_for_update().filter(key_hash__in=hashes).order_by("key_hash"))
