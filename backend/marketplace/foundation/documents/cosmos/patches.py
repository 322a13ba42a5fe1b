"""Patches: Cosmos DB's own where nothing is announced; else read, changed, and stored with the events if nobody was faster."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Any

import msgspec
from azure.core.exceptions import HttpResponseError
from azure.cosmos import ContainerProxy

from marketplace.foundation.documents.cosmos.calls import Requests
from marketplace.foundation.documents.cosmos.items import DOCUMENT, Item, document_of
from marketplace.foundation.documents.cosmos.queries import predicate
from marketplace.foundation.documents.cosmos.writes import execute, find_item, meaning_of
from marketplace.foundation.documents.errors import ConditionFailed, DocumentNotFound, StaleDocument, StoreThrottled, StoreUnavailable
from marketplace.foundation.documents.limits import check_document
from marketplace.foundation.documents.patching import holds, patched
from marketplace.foundation.documents.port import BatchOperation, Condition, PatchOperation, Ref
from marketplace.foundation.events.types import Recorded

MAX_ATTEMPTS = 30
_NAMES = {"set": "set", "increment": "incr", "append": "add", "remove": "remove"}


def patch_item(
    requests: Requests, container: ContainerProxy, ref: Ref, operations: Sequence[PatchOperation], condition: Condition | None
) -> Item:
    """
    The changed item. It is not sent twice where the first may have been executed: an increment would count twice.

    :raises ConditionFailed: :raises DocumentNotFound: :raises StoreUnavailable:
    """
    write = secrets.token_hex(8)
    steps = [*(_step(operation) for operation in operations), {"op": "set", "path": "/write", "value": write}]
    condition_sql = None if condition is None else predicate(condition)

    def act(hook: Any) -> Item:
        return container.patch_item(ref.id, ref.pk, steps, filter_predicate=condition_sql, response_hook=hook)

    try:
        return requests.send(act, may_repeat_unsure=False)
    except StoreUnavailable:
        item = find_item(requests, container, ref.pk, ref.id) if requests.is_unsure else None
        if item is None or item.get("write") != write:
            raise
        return item
    except HttpResponseError as error:
        if error.status_code in (400, 412):  # 400: it does not fit the document's shape
            raise ConditionFailed from error
        raise meaning_of(error) from error


def patch_with_events(
    requests: Requests,
    container: ContainerProxy,
    ref: Ref,
    operations: Sequence[PatchOperation],
    condition: Condition | None,
    events: Sequence[Recorded],
) -> Item:
    """The changed item. :raises ConditionFailed: :raises DocumentNotFound: :raises StoreThrottled: while too many change it"""
    for _ in range(MAX_ATTEMPTS):
        item = find_item(requests, container, ref.pk, ref.id)
        if item is None or item.get("kind") != DOCUMENT:
            raise DocumentNotFound
        before = document_of(item)
        if condition is not None and not holds(condition, item["body"]):
            raise ConditionFailed
        text = msgspec.json.encode(patched(item["body"], operations))
        after = msgspec.structs.replace(before, body=msgspec.Raw(text))
        check_document(after)
        try:
            (etag,) = execute(requests, container, ref.pk, [BatchOperation("replace", after, before.etag, events)], secrets.token_hex(8))
        except StaleDocument:
            continue
        return {**item, "body": msgspec.json.decode(text), "_etag": etag}
    raise StoreThrottled


def _step(operation: PatchOperation) -> dict[str, Any]:
    path = f"/body{operation.path}" + ("/-" if operation.op == "append" else "")
    step: dict[str, Any] = {"op": _NAMES[operation.op], "path": path}
    return step if operation.op == "remove" else {**step, "value": msgspec.to_builtins(operation.value)}
