"""What both engines refuse, checked before anything is sent."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from marketplace.foundation.documents.errors import InvalidDocument
from marketplace.foundation.documents.port import (
    MAX_BATCH,
    MAX_DOCUMENT_BYTES,
    MAX_PATCH,
    MAX_QUERY_LIMIT,
    BatchOperation,
    Condition,
    Filter,
    PatchOperation,
    RawDocument,
    Ref,
)

_ID = re.compile(r"[^/\\?#\x00-\x1f\x7f\ud800-\udfff]{1,255}")
_PATH = re.compile(r"(?:/[A-Za-z0-9_-]{1,100}){1,10}")
_NOT_TO_PATCH = frozenset({"id", "tenant_id", "schema_version", "etag"})
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # the one character that PostgreSQL cannot keep
_LARGE = re.compile(rb"[:\[,-]\d{16,}")  # perhaps a whole number that Cosmos DB would round
_MAX_WHOLE = 2**53
_SCALARS = (str, int, float, bool, type(None))


def check_ref(ref: Ref) -> None:
    for text in (ref.pk, ref.id):
        if not _ID.fullmatch(text):
            raise InvalidDocument(f"{text!r} is not an id or partition key: 1 to 255 characters without / \\ ? #")


def check_document(document: RawDocument) -> None:
    check_ref(Ref(document.pk, document.id))
    body = bytes(document.body)
    if len(body) > MAX_DOCUMENT_BYTES:
        raise InvalidDocument(f"document {document.id} has {len(body)} bytes; at most {MAX_DOCUMENT_BYTES} can be kept")
    if body[:1] != b"{":
        raise InvalidDocument(f"document {document.id} is not a JSON object")
    if b"\\u0000" in body and _NUL.search(body):
        raise InvalidDocument(f"document {document.id} holds a NUL character")
    if _LARGE.search(body) and _largest(msgspec.json.decode(body)) > _MAX_WHOLE:
        raise InvalidDocument(f"document {document.id} holds a whole number beyond 2**53")
    if document.ttl_s is not None and document.ttl_s < 1:
        raise InvalidDocument(f"document {document.id} would live {document.ttl_s} s")


def _largest(value: Any) -> int:
    if isinstance(value, dict | list):
        return max((_largest(part) for part in (value.values() if isinstance(value, dict) else value)), default=0)
    return abs(value) if isinstance(value, int) else 0


def check_batch(pk: str, operations: Sequence[BatchOperation]) -> None:
    if not 1 <= len(operations) <= MAX_BATCH:
        raise InvalidDocument(f"a batch has 1 to {MAX_BATCH} operations, not {len(operations)}")
    if sum(len(bytes(operation.document.body)) for operation in operations) > MAX_DOCUMENT_BYTES:
        raise InvalidDocument(f"a batch has at most {MAX_DOCUMENT_BYTES} bytes")
    if len({operation.document.id for operation in operations}) != len(operations):
        raise InvalidDocument("a batch writes each document once")
    for operation in operations:
        if operation.document.pk != pk:
            raise InvalidDocument(f"document {operation.document.id} is of partition {operation.document.pk}, not {pk}")
        if operation.op in ("replace", "delete") and not operation.etag:
            raise InvalidDocument(f"{operation.op} of {operation.document.id} needs its etag")
        check_ref(Ref(pk, operation.document.id)) if operation.op == "delete" else check_document(operation.document)


def check_patch(operations: Sequence[PatchOperation], condition: Condition | None) -> None:
    if not 1 <= len(operations) <= MAX_PATCH:
        raise InvalidDocument(f"a patch has 1 to {MAX_PATCH} operations, not {len(operations)}")
    for operation in operations:
        if parts_of(operation.path)[0] in _NOT_TO_PATCH:
            raise InvalidDocument(f"{operation.path} cannot be patched")
        if operation.op == "increment" and type(operation.value) is not int:
            raise InvalidDocument(f"{operation.path} can be incremented by whole numbers only")
    if condition is not None:
        parts_of(condition.path)
        _check_scalars(condition.values)


def check_query(filters: Sequence[Filter], limit: int) -> None:
    if not 1 <= limit <= MAX_QUERY_LIMIT:
        raise InvalidDocument(f"a query gives 1 to {MAX_QUERY_LIMIT} documents, not {limit}")
    for item in filters:
        parts_of(item.path)
        if item.op == "in":
            if not isinstance(item.value, list | tuple | set | frozenset):
                raise InvalidDocument(f"{item.path}: in needs a list")
            _check_scalars(item.value)
            continue
        _check_scalars([item.value])
        if item.op not in ("=", "!=") and (isinstance(item.value, bool) or not isinstance(item.value, str | int | float)):
            raise InvalidDocument(f"{item.path}: {item.op} compares numbers or texts")


def parts_of(path: str) -> list[str]:
    """The names along ``/parts/ven_1/state``. :raises InvalidDocument: if it is no such path"""
    if not _PATH.fullmatch(path):
        raise InvalidDocument(f"{path!r} is not a path like /parts/ven_1/state")
    return path[1:].split("/")


def _check_scalars(values: Any) -> None:
    for value in values:
        is_storable = isinstance(value, _SCALARS) and "\x00" not in str(value)
        if not is_storable or (isinstance(value, float) and not math.isfinite(value)):
            raise InvalidDocument(f"{value!r} is not a text, number, boolean or None")


def encoded(value: Any) -> str:
    """A value as JSON text."""
    return msgspec.json.encode(value).decode()
