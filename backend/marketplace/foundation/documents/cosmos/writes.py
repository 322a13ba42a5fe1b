"""
Writes: one document as a point operation; several, or one with events, as a transactional batch of their partition.

A write without an answer is sent again under the same name. If that meets a conflict, what is stored shows whether
the conflict is with its own first attempt, which then was executed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from azure.core import MatchConditions
from azure.core.exceptions import HttpResponseError
from azure.cosmos import ContainerProxy

from marketplace.foundation.documents.cosmos.calls import Hook, Requests
from marketplace.foundation.documents.cosmos.items import document_item, etag_of, events_id, events_item, if_match
from marketplace.foundation.documents.errors import DocumentExists, DocumentNotFound, InvalidDocument, StaleDocument
from marketplace.foundation.documents.port import BatchOperation

_MEANINGS: dict[int, type[Exception]] = {404: DocumentNotFound, 409: DocumentExists, 412: StaleDocument, 413: InvalidDocument}


def execute(requests: Requests, container: ContainerProxy, pk: str, operations: Sequence[BatchOperation], write: str) -> list[str]:
    """The new etags in order (empty for a delete). Raises what the failing write would."""
    has_events = any(operation.events for operation in operations)

    def act(hook: Hook) -> list[str]:
        if len(operations) == 1 and not has_events:
            return [_one(container, operations[0], write, hook)]
        return _together(container, pk, operations, write, hook)

    try:
        return requests.send(act)
    except HttpResponseError as error:
        if requests.is_unsure:
            etags = _own_etags(requests, container, pk, operations, write)
            if etags is not None:
                return etags
        raise meaning_of(error) from error


def meaning_of(error: HttpResponseError) -> Exception:
    """What an answer about a document says in the words of the port; the answer itself, if it has no meaning there."""
    meaning = _MEANINGS.get(error.status_code or 0)
    return error if meaning is None else meaning("Too large for the store") if meaning is InvalidDocument else meaning()


def find_item(requests: Requests, container: ContainerProxy, pk: str, id: str) -> dict[str, Any] | None:
    try:
        return requests.send(lambda hook: container.read_item(id, pk, response_hook=hook))
    except HttpResponseError as error:
        if error.status_code == 404:
            return None
        raise


def _one(container: ContainerProxy, operation: BatchOperation, write: str, hook: Hook) -> str:
    document = operation.document
    expected: dict[str, Any] = {"response_hook": hook}
    if operation.etag is not None:
        expected |= {"etag": if_match(operation.etag), "match_condition": MatchConditions.IfNotModified}
    if operation.op == "delete":
        container.delete_item(document.id, document.pk, **expected)
        return ""
    item = document_item(document, write)
    if operation.op == "create":
        return etag_of(container.create_item(item, **expected))
    if operation.op == "upsert":
        return etag_of(container.upsert_item(item, **expected))
    return etag_of(container.replace_item(document.id, item, **expected))


def _together(container: ContainerProxy, pk: str, operations: Sequence[BatchOperation], write: str, hook: Hook) -> list[str]:
    writes: list[Any] = [_part(operation, write) for operation in operations]
    events = [event for operation in operations for event in operation.events]
    if events:
        writes.append(("create", (events_item(pk, events, write),)))
    results = container.execute_item_batch(writes, pk, response_hook=hook)
    return [
        "" if operation.op == "delete" else etag_of(result["resourceBody"]) for operation, result in zip(operations, results, strict=False)
    ]


def _part(operation: BatchOperation, write: str) -> tuple[str, tuple[Any, ...], dict[str, str]]:
    document = operation.document
    expected = {} if operation.etag is None else {"if_match_etag": if_match(operation.etag)}
    if operation.op == "delete":
        return operation.op, (document.id,), expected
    item = document_item(document, write)
    return operation.op, (document.id, item) if operation.op == "replace" else (item,), expected


def _own_etags(
    requests: Requests, container: ContainerProxy, pk: str, operations: Sequence[BatchOperation], write: str
) -> list[str] | None:
    """
    The etags of a write that was executed although it met a conflict when it was repeated; None if it was not.

    It is known by what it stored, or by its events until the relay has them. One that was overwritten, and whose events are
    gone or were none, leaves no trace: it counts as refused.
    """
    found = [find_item(requests, container, pk, operation.document.id) for operation in operations]
    own = [item is not None and item.get("write") == write for item in found]
    are_gone = all(operation.op == "delete" and item is None for operation, item in zip(operations, found, strict=True))
    has_events = any(operation.events for operation in operations)
    if any(own) or are_gone or (has_events and find_item(requests, container, pk, events_id(write)) is not None):
        return [etag_of(item) if item is not None and is_own else "" for item, is_own in zip(found, own, strict=True)]
    return None
