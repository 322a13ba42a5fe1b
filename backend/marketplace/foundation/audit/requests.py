"""
Every write over HTTP by staff or a vendor's people leaves an entry, whatever the service behind the endpoint does.

An entry of the service's own, in its transaction, says more; where there is none, the request itself is entered once it has
succeeded. So no endpoint can be forgotten. Before it begins, an intent is written: if the process ends before the entry, or the
request fails half-way, ``enter_interrupted`` makes an entry of that. ``TenantAPIView`` calls this.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

import msgspec

from marketplace.foundation import audit, tenancy
from marketplace.foundation.audit.models import AuditEntry, AuditIntent
from marketplace.foundation.audit.notes import note_when_committed
from marketplace.foundation.logs.request_id import current_request_id
from marketplace.kit.actors import Actor

MAX_BODY_BYTES = 16_000  # of a larger one the fields' names are kept
MAX_FIELDS = 100
MAX_REASON = 500
# Of every request's body, at its top, where all secrets are. ``code``: of an authenticator app, for recovery, or of a gift card.
# ``reply``: what staff write to a customer, which is personal data.
SECRETS = frozenset(
    {
        "password",
        "current_password",
        "new_password",
        "code",
        "challenge",
        "token",
        "device_token",
        "refresh_token",
        "account",
        "card_token",
        "reply",
    }
)
INTERRUPTED = "request.interrupted"
INTERRUPTED_AFTER = timedelta(minutes=10)  # longer than any request takes
BATCH = 1000
_CONVERTER = re.compile(r"<\w+:")


class _UnderWay(msgspec.Struct):
    """The request that this thread is answering: which entries it has left, and its intent."""

    actions: list[str] = []
    intent_id: int | None = None


_under_way: ContextVar[_UnderWay | None] = ContextVar("audit_under_way", default=None)


def begin() -> None:
    """A request begins: what is recorded from now on, in this thread, is recorded for it."""
    _under_way.set(_UnderWay())


def intend(*, method: str, route: str, ids: Mapping[str, Any], body: Any, actor: Actor, now: datetime) -> None:
    """Store what a write asks for, before it begins."""
    intent = AuditIntent.objects.create(
        at=now,
        actor_kind=actor.kind,
        actor_id=actor.id,
        actor_role=actor.role,
        actor_address=actor.address,
        action=_action(method, route),
        resource=_resource([*ids.values(), route]),
        new=_recorded(body),
        reason=_reason(body),
        request_id=current_request_id(),
    )
    if (request := _under_way.get()) is not None:
        request.intent_id = intent.pk


def withdraw() -> None:
    """The request under way was refused, so nothing was done: its intent goes."""
    if (request := _under_way.get()) is not None:
        _remove_intent(request)


def note_written(action: str) -> None:
    """An entry is written for the request under way, in the open transaction; the intent goes in the same."""
    if (request := _under_way.get()) is not None:
        request.actions.append(action)
        _remove_intent(request)


def has_entry() -> bool:
    """Whether the request under way has left an entry of a service's own."""
    request = _under_way.get()
    return request is not None and bool(request.actions)


def record_request(*, method: str, route: str, ids: Mapping[str, Any], body: Any, answer: Any, actor: Actor, now: datetime) -> None:
    """Enter a request that succeeded: what was asked for, or, of a read, the ids of what was shown."""
    found = list(_ids_in(answer))
    with tenancy.atomic():
        audit.record(
            actor=actor,
            action=_action(method, route),
            resource=_resource([*ids.values(), *found, route]),
            new={"found": found} if method == "GET" else _recorded(body),
            reason=_reason(body),
            now=now,
        )


def enter_interrupted(*, now: datetime) -> int:
    """
    Make entries (``request.interrupted``) of intents that are left; returns how many. Safe to run twice, also at the same time.

    Such a request ended without saying what became of it: its process was killed, or it failed half-way. It may have been executed or not.
    """
    with tenancy.atomic():
        left = AuditIntent.objects.select_for_update(skip_locked=True).filter(at__lte=now - INTERRUPTED_AFTER).order_by("pk")[:BATCH]
        entries = [_interrupted(intent) for intent in left]
        AuditEntry.objects.bulk_create(entries)
        for entry in entries:
            note_when_committed(entry)
        AuditIntent.objects.filter(pk__in=[intent.pk for intent in left]).delete()
    return len(entries)


def _interrupted(intent: AuditIntent) -> AuditEntry:
    return AuditEntry(
        tenant_id=tenancy.current().slug,
        at=intent.at,
        actor_kind=intent.actor_kind,
        actor_id=intent.actor_id,
        actor_role=intent.actor_role,
        actor_address=intent.actor_address,
        action=INTERRUPTED,
        resource=intent.resource,
        new={"request": intent.action, "sent": intent.new},
        reason=intent.reason,
        request_id=intent.request_id,
    )


def _remove_intent(request: _UnderWay) -> None:
    if request.intent_id is not None:
        AuditIntent.objects.filter(pk=request.intent_id).delete()


def _action(method: str, route: str) -> str:
    return f"{method} {_CONVERTER.sub('<', route)}"[:100]


def _resource(names: list[Any]) -> str:
    """The first id of those in the address and in the answer, or else the endpoint."""
    return str(names[0])[:100]


def _reason(body: Any) -> str:
    return _stored(str(body.get("reason", "")))[:MAX_REASON] if isinstance(body, dict) else ""


def _ids_in(answer: Any) -> Iterator[str]:
    """Of the thing that was answered, or of each in a page."""
    items = answer.get("items") if isinstance(answer, dict) else getattr(answer, "items", None)
    for item in items if isinstance(items, list | tuple) else [answer]:
        found = item.get("id") if isinstance(item, dict) else getattr(item, "id", None)
        if isinstance(found, str):
            yield found


def _recorded(body: Any) -> dict[str, Any] | None:
    """What was sent, as JSON, without secrets. Files are left out."""
    if not isinstance(body, dict):
        return None
    sent = {name: value for name, value in body.items() if name not in SECRETS}
    try:
        content = msgspec.json.encode(sent)
        if len(content) <= MAX_BODY_BYTES and b"\\u0000" not in content:
            return sent
    except (TypeError, ValueError, OverflowError):
        pass  # files, and what JSON or the database has no form for
    return {"fields": sorted(_stored(str(name)) for name in sent)[:MAX_FIELDS]}


def _stored(text: str) -> str:
    """The text without what PostgreSQL takes in no column: the request has succeeded, so its entry must."""
    return text.encode(errors="replace").decode().replace("\x00", "")
