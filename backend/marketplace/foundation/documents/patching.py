"""What a patch makes of a document, for engines that have no such operation of their own."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from marketplace.foundation.documents.errors import ConditionFailed
from marketplace.foundation.documents.limits import parts_of
from marketplace.foundation.documents.port import JSON, Condition, PatchOperation

_MISSING = object()


def holds(condition: Condition, body: JSON) -> bool:
    found: Any = body
    for part in parts_of(condition.path):
        found = found.get(part) if isinstance(found, dict) else None
    return any(_kind(found) is _kind(value) and found == value for value in condition.values)


def patched(body: JSON, operations: Sequence[PatchOperation]) -> JSON:
    """A changed copy. :raises ConditionFailed: if an operation does not fit the document's shape"""
    changed = copy.deepcopy(body)
    for operation in operations:
        *way, last = parts_of(operation.path)
        holder: Any = changed
        for part in way:
            holder = holder.get(part, _MISSING) if isinstance(holder, dict) else _MISSING
        if not isinstance(holder, dict):
            raise ConditionFailed(note=f"nothing holds {operation.path}")
        _apply(operation, holder, last)
    return changed


def _kind(value: Any) -> type:
    """JSON has one kind of number."""
    return float if type(value) is int else type(value)


def _apply(operation: PatchOperation, holder: JSON, key: str) -> None:
    present = holder.get(key, _MISSING)
    if operation.op == "set":
        holder[key] = operation.value
    elif operation.op == "increment":
        before = 0 if present is _MISSING else present
        if type(before) is not int:
            raise ConditionFailed(note=f"{operation.path} is not a whole number")
        holder[key] = before + operation.value
    elif operation.op == "append":
        if not isinstance(present, list):
            raise ConditionFailed(note=f"{operation.path} is not a list")
        present.append(operation.value)
    elif present is _MISSING:
        raise ConditionFailed(note=f"there is no {operation.path}")
    else:
        del holder[key]
