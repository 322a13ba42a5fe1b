"""
Whether the gateways answer, as this region's processes have seen it of late.

It is kept in the cache for minutes and lost with it: then each is taken to work until it is seen to fail again.
"""

from __future__ import annotations

import time

import msgspec

from marketplace.apps.payments import providers
from marketplace.apps.payments.types import ProviderHealth, ProviderState
from marketplace.foundation import tenancy
from marketplace.foundation.cache import valkey
from marketplace.foundation.cache.valkey import CacheUnavailable
from marketplace.kit.pages import Page, PageRequest

LIFE_S = 5.0

_known: dict[tuple[str, str], tuple[float, bool]] = {}


def list_providers(*, page: PageRequest) -> Page[ProviderHealth]:
    """Those at which the region has an account, by code; all on one page, since they are few."""
    codes = sorted({providers.account_code(code) for code, kind in providers.PROVIDERS.items() if kind.needs_account})
    return Page([get_health(code) for code in codes if providers.is_configured(code)][: page.limit])


def get_health(code: str) -> ProviderHealth:
    """How a gateway is: ``working`` where nothing else is known."""
    try:
        (noted,) = valkey.run(("GET", skipped_key(code)))
    except CacheUnavailable:
        noted = None
    return msgspec.json.decode(noted, type=ProviderHealth) if noted else ProviderHealth(code=code, state=ProviderState.WORKING)


def is_skipped(code: str) -> bool:
    """Whether the methods of a provider are off the list. Each process asks the cache every few seconds."""
    if not providers.is_watched(code):
        return False
    place = (tenancy.current().slug, providers.account_code(code))
    until, is_known_skipped = _known.get(place, (0.0, False))
    if until < time.monotonic():
        is_known_skipped = get_health(place[1]).state != ProviderState.WORKING
        _known[place] = (time.monotonic() + LIFE_S, is_known_skipped)
    return is_known_skipped


def watched_providers() -> list[str]:
    """The gateways of this region that can be asked whether they answer."""
    codes = {providers.account_code(code) for code in providers.PROVIDERS if providers.is_watched(code)}
    return sorted(code for code in codes if providers.is_configured(code))


def skipped_key(code: str) -> str:
    """Where the cache has why, and since when, a gateway is skipped."""
    return valkey.key(f"payment-provider-skipped:{code}")


def forget() -> None:
    """Drop this process's copy after a change."""
    _known.clear()
