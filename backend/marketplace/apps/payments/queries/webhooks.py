"""Reads of the webhooks that were received."""

from __future__ import annotations

from django.db.models import Q

from marketplace.apps.payments.models import ProviderEvent
from marketplace.apps.payments.types import WebhookState, WebhookView
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

_IN_STATE = {
    WebhookState.PENDING: Q(processed_at=None),
    WebhookState.INTERPRETED: ~Q(processed_at=None) & ~Q(payment_id=""),
    WebhookState.UNKNOWN: ~Q(processed_at=None) & Q(payment_id=""),
}


def list_webhooks(*, page: PageRequest, provider: str = "", payment_id: str = "", state: WebhookState | None = None) -> Page[WebhookView]:
    """What providers sent, newest first; empty filters do not filter."""
    wanted = {"provider": provider, "payment_id": payment_id}
    rows = ProviderEvent.objects.filter(**{name: value for name, value in wanted.items() if value}).order_by("-id")
    if state is not None:
        rows = rows.filter(_IN_STATE[state])
    if page.cursor is not None:
        rows = rows.filter(id__lt=decode_cursor(page.cursor, int))
    found = page_of(list(rows[: page.limit + 1]), page, position=lambda row: row.id)
    return found.map(lambda row: row.as_view())
