"""
Items as Cosmos DB keeps them, and documents made of them.

    {"id": ..., "pk": ..., "kind": "document", "write": ..., "ttl": ..., "body": {...}}
    {"id": "events-<write>", "pk": ..., "kind": "events", "events": [...]}

``write`` names the write that made this version, so that who did not hear how it ended can tell its own. The events of a write,
or of a whole batch, are one item, in the order in which they were recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from marketplace.foundation.documents.port import RawDocument, Ref
from marketplace.foundation.events.types import Recorded

DOCUMENT, EVENTS = "document", "events"
Item = dict[str, Any]


def document_item(document: RawDocument, write: str) -> Item:
    item: Item = {
        "id": document.id,
        "pk": document.pk,
        "kind": DOCUMENT,
        "write": write,
        "body": msgspec.json.decode(document.body),
    }
    if document.ttl_s is not None:
        item["ttl"] = document.ttl_s
    return item


def events_item(pk: str, events: Iterable[Recorded], write: str) -> Item:
    return {"id": events_id(write), "pk": pk, "kind": EVENTS, "events": msgspec.json.decode(msgspec.json.encode(list(events)))}


def events_id(write: str) -> str:
    return f"events-{write}"


def document_of(item: Mapping[str, Any]) -> RawDocument:
    return RawDocument(
        pk=item["pk"],
        id=item["id"],
        body=msgspec.Raw(msgspec.json.encode(item["body"])),
        etag=etag_of(item),
        ttl_s=item.get("ttl"),
    )


def documents_of(items: Iterable[Mapping[str, Any]]) -> list[RawDocument]:
    return [document_of(item) for item in items if item.get("kind") == DOCUMENT]


def events_of(item: Mapping[str, Any]) -> list[Recorded]:
    if item.get("kind") != EVENTS:
        return []
    return msgspec.json.decode(msgspec.json.encode(item["events"]), type=list[Recorded])


def refs_of_events(items: Sequence[Mapping[str, Any]]) -> list[Ref]:
    return [Ref(item["pk"], item["id"]) for item in items if item.get("kind") == EVENTS]


def etag_of(item: Mapping[str, Any]) -> str:
    """Without the quotes of HTTP, which ``if_match`` puts back."""
    return str(item["_etag"]).strip('"')


def if_match(etag: str) -> str:
    return f'"{etag}"'
