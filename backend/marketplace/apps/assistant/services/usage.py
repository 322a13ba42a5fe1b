"""What the language model may use, and what it has used: tokens by day."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from marketplace.apps.assistant import statements
from marketplace.apps.assistant.models import AssistantUsage
from marketplace.apps.assistant.providers.remote import Account
from marketplace.apps.assistant.region_settings import ASKS_MODEL, DAILY_TOKENS
from marketplace.foundation import tenancy
from marketplace.foundation.postgres import sql


def find_account(*, now: datetime) -> Account | None:
    """The region's account at the service, while it may be asked: it has a key, it is switched on, and the day's budget is not used up."""
    key = settings.ASSISTANT_API_KEYS.get(tenancy.current().slug)
    if not key or not ASKS_MODEL.current():
        return None
    used = AssistantUsage.objects.filter(pk=now.date()).values_list("tokens", flat=True).first() or 0
    if used >= DAILY_TOKENS.current():
        return None
    return Account(url=settings.ASSISTANT_URL, api_key=key, model=settings.ASSISTANT_MODEL)


def add(tokens: int, *, now: datetime) -> None:
    """Count what a turn has used."""
    sql.run(statements.ADD_USAGE, {"day": now.date(), "tokens": tokens})
