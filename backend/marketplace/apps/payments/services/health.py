"""
Taking the methods of a gateway off the list while it does not answer, or does not know our key, and putting them back.

Payments that wait for their start count, and a check each minute. Staff are notified at each end of it.
"""

from __future__ import annotations

import logging
from datetime import datetime

import msgspec

from marketplace.apps.payments import providers, queries
from marketplace.apps.payments.errors import ProviderKeyRefused, ProviderUnavailable
from marketplace.apps.payments.events import ProviderResumed, ProviderSkipped
from marketplace.apps.payments.queries import health
from marketplace.apps.payments.types import ProviderHealth, ProviderState
from marketplace.foundation import metrics, tenancy
from marketplace.foundation.cache import valkey
from marketplace.foundation.cache.valkey import CacheUnavailable
from marketplace.foundation.events import outbox

FAILURES = 3  # one after the other, within the next
FAILURES_LIFE_S = 240
SKIPPED_LIFE_S = 900  # renewed by each check that fails

log = logging.getLogger(__name__)


def note_failure(provider_code: str, error: ProviderUnavailable, *, now: datetime) -> None:
    """A gateway did not answer a call. A refused key takes its methods off the list at once, silence at the third time."""
    if not providers.is_watched(provider_code):
        return
    code = providers.account_code(provider_code)
    try:
        if isinstance(error, ProviderKeyRefused):
            _skip(code, ProviderState.KEY_REFUSED, now=now)
        elif _count_failure(code) >= FAILURES:
            _skip(code, ProviderState.UNREACHABLE, now=now)
    except CacheUnavailable:
        log.warning("that %s does not answer could not be noted: the cache does not answer either", code)


def check_provider(provider_code: str, *, now: datetime) -> ProviderHealth:
    """Ask a gateway for something that changes nothing, and note whether it answers. Outside any transaction."""
    tenancy.forbid_in_transaction("a payment provider is called")
    try:
        providers.get(provider_code).check_key()
    except ProviderUnavailable as error:
        note_failure(provider_code, error, now=now)
    else:
        _resume(provider_code, now=now)
    found = queries.get_health(provider_code)
    metrics.PROVIDER_SKIPPED.labels(tenancy.current().slug, found.code).set(found.state != ProviderState.WORKING)
    return found


def forget_health(provider_code: str) -> None:
    """Take a gateway for one that works, until it fails again."""
    valkey.run(("DEL", health.skipped_key(provider_code), _failures_key(provider_code)))
    health.forget()


def _count_failure(code: str) -> int:
    key = _failures_key(code)
    count, _ = valkey.run(("INCR", key), ("EXPIRE", key, FAILURES_LIFE_S))
    return int(count)


def _skip(code: str, state: ProviderState, *, now: datetime) -> None:
    key, noted = health.skipped_key(code), msgspec.json.encode(ProviderHealth(code=code, state=state, since=now))
    is_first, _ = valkey.run(("SET", key, noted, "NX", "EX", SKIPPED_LIFE_S), ("EXPIRE", key, SKIPPED_LIFE_S))
    health.forget()
    if is_first:
        log.error("the methods of %s are off the list: %s", code, state.value)
        with tenancy.atomic():
            outbox.publish(ProviderSkipped(provider=code, state=state, since=now), now=now)


def _resume(code: str, *, now: datetime) -> None:
    try:
        was_skipped, _ = valkey.run(("DEL", health.skipped_key(code)), ("DEL", _failures_key(code)))
    except CacheUnavailable:
        return  # then nothing is known to be skipped
    health.forget()
    if was_skipped:
        log.warning("the methods of %s are on the list again", code)
        with tenancy.atomic():
            outbox.publish(ProviderResumed(provider=code), now=now)


def _failures_key(code: str) -> str:
    return valkey.key(f"payment-provider-failures:{code}")
