"""A batch in three or four statements, however many documents it writes."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import msgspec

from marketplace.foundation.documents.errors import DocumentExists, DocumentNotFound, StaleDocument
from marketplace.foundation.documents.port import BatchOperation
from marketplace.foundation.documents.postgres import statements


class _Row(msgspec.Struct):
    id: str
    body: msgspec.Raw
    etag: str
    ttl_s: int | None


def execute(cursor: Any, container: str, pk: str, operations: Sequence[BatchOperation]) -> list[str]:
    """
    Lock what is there, judge each write by it, then write all of one kind at once. Within a transaction.

    The new etags in order (empty for a delete). Raises what the first failing write would.
    """
    place = {"container": container, "pk": pk}
    cursor.execute(statements.LOCK_MANY, {**place, "ids": [operation.document.id for operation in operations]})
    found: dict[str, str] = dict(cursor.fetchall())
    for operation in operations:
        _judge(operation, found.get(operation.document.id))
    rows = {operation.document.id: _row(operation) for operation in operations if operation.op != "delete"}
    created = [rows[operation.document.id] for operation in operations if operation.op == "create"]
    put = [rows[operation.document.id] for operation in operations if operation.op in ("replace", "upsert")]
    deleted = [operation.document.id for operation in operations if operation.op == "delete"]
    if created:
        cursor.execute(statements.CREATE_MANY, {**place, "rows": _json(created)})
        if cursor.rowcount != len(created):  # another writer has made one since they were looked for
            raise DocumentExists
    if put:
        cursor.execute(statements.PUT_MANY, {**place, "rows": _json(put)})
    if deleted:
        cursor.execute(statements.DELETE_MANY, {**place, "ids": deleted})
    if events := [event for operation in operations for event in operation.events]:
        cursor.execute(statements.ANNOUNCE_MANY, {**place, "events": _json(events)})
    return [rows[operation.document.id].etag if operation.op != "delete" else "" for operation in operations]


def _judge(operation: BatchOperation, etag: str | None) -> None:
    """``etag`` is that of the document which is there and alive."""
    if operation.op == "create" and etag is not None:
        raise DocumentExists
    if operation.op in ("replace", "delete") and etag != operation.etag:
        raise DocumentNotFound if etag is None else StaleDocument


def _row(operation: BatchOperation) -> _Row:
    document = operation.document
    return _Row(document.id, document.body, secrets.token_hex(8), document.ttl_s)


def _json(values: Sequence[Any]) -> str:
    return msgspec.json.encode(values).decode()
