"""What the language model may use, and what it has used: tokens by day."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings

from marketplace.apps.assistant import statements
from marketplace.apps.assistant.models import AssistantUsage
from marketplace.apps.assistant.providers.remote import Account
from marketplace.apps.assistant.region_settings import ASKS_MODEL, DAILY_TOKENS
from marketplace.apps.assistant.services.tools import Caller
from marketplace.foundation import tenancy
from marketplace.foundation.cache import valkey
from marketplace.foundation.cache.valkey import CacheUnavailable
from marketplace.foundation.postgres import sql
from marketplace.foundation.rest.views import network_of

SHARE_OF_CALLER = 0.1  # of the region's budget: one visitor leaves the others theirs
KEPT_S = 2 * 24 * 3600


def find_account(caller: Caller, *, now: datetime) -> Account | None:
    """
    The region's account at the service, while it may be asked: it has a key, it is switched on, and neither the day's budget is used up
    nor the caller's share of it; what nobody can count is not used.
    """
    key = settings.ASSISTANT_API_KEYS.get(tenancy.current().slug)
    if not key or not ASKS_MODEL.current():
        return None
    used = AssistantUsage.objects.filter(pk=now.date()).values_list("tokens", flat=True).first() or 0
    if used >= DAILY_TOKENS.current():
        return None
    try:
        (own,) = valkey.run(("GET", _key(caller, now)))
    except CacheUnavailable:
        return None
    if int(own or 0) >= DAILY_TOKENS.current() * SHARE_OF_CALLER:
        return None
    return Account(url=settings.ASSISTANT_URL, api_key=key, model=settings.ASSISTANT_MODEL)


def add(tokens: int, *, caller: Caller, now: datetime) -> None:
    """Count what a turn has used. :raises CacheUnavailable: after it was counted for the region"""
    sql.run(statements.ADD_USAGE, {"day": now.date(), "tokens": tokens})
    key = _key(caller, now)
    valkey.run(("INCRBY", key, tokens), ("EXPIRE", key, KEPT_S))


def _key(caller: Caller, now: datetime) -> str:
    """By customer, or by network for a guest, as rates are."""
    who = caller.customer_id or network_of(caller.address)
    return valkey.key(f"assistant_used:{now.date()}:{hashlib.sha256(who.encode()).hexdigest()}")
