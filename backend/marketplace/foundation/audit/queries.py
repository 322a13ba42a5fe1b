from __future__ import annotations

from typing import Any

import msgspec

from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.audit.types import AuditLogEntry, AuditLogQuery
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of

_COLUMNS = [field.name for field in msgspec.structs.fields(AuditLogEntry)]


def list_entries(wanted: AuditLogQuery, page: PageRequest) -> Page[AuditLogEntry]:
    """The tenant's entries, newest first. :raises InvalidInput: for a cursor that is not one of this list"""
    conditions: dict[str, Any] = {
        "actor_id": wanted.actor,
        "action": wanted.action,
        "resource": wanted.resource,
        "at__gte": wanted.since,
        "at__lt": wanted.until,
    }
    entries = AuditEntry.objects.filter(**{name: value for name, value in conditions.items() if value}).order_by("-id")
    if page.cursor:
        entries = entries.filter(id__lt=decode_cursor(page.cursor, int))
    found = [AuditLogEntry(**row) for row in entries.values(*_COLUMNS)[: page.limit + 1]]
    return page_of(found, page, position=lambda entry: entry.id)
