"""
Storing documents under their own versions (``external``): Elasticsearch itself refuses one that is not newer than what it has.

What it refuses for its content goes to the list of ``unindexed``, and the rest of the batch is stored all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from elasticsearch import NotFoundError
from elasticsearch.helpers import streaming_bulk

from marketplace.foundation.search import unindexed
from marketplace.foundation.search.elasticsearch import generations, labels
from marketplace.foundation.search.elasticsearch.client import FORBIDDEN, NO_KEY, Json, option, tell_refusal, writer
from marketplace.foundation.search.elasticsearch.documents import (
    DOCUMENT,
    Stored,
    stored_document,
    stored_labels,
    stored_removal,
)
from marketplace.foundation.search.errors import SearchUnavailable
from marketplace.foundation.search.port import DocumentVector, IndexDefinition, Removal, SearchDocument

BATCH = 200  # documents
BATCH_BYTES = 5_000_000
RETRIES, LONGEST_WAIT_S = 5, 4.0  # when the server has too much to do: about eight seconds in all
BUSY = (429, 502, 503, 504)
NOT_NEWER, NOT_THERE, UNFIT = 409, 404, 400


class Outcome(NamedTuple):
    """What one target did with a batch: the ids stored, and why others cannot be."""

    stored: set[str]
    refused: dict[str, str]


def upsert(index: IndexDefinition, documents: Sequence[SearchDocument], *, only_into: str | None = None) -> int:
    """How many the index in use took; ``only_into`` is the one target of a rebuild."""
    newest = {document.id: document for document in sorted(documents, key=lambda document: document.version)}
    bodies = [stored_document(index, document) for document in newest.values()]
    _keep_vectors(index, [stored for stored in bodies if "digest" in stored.body and "vector" not in stored.body])
    names = stored_labels(index, documents)
    outcome = Outcome(set(), {})
    for target in [only_into] if only_into else generations.targets(index):
        _name_keywords(index, target, names)
        outcome = put(target, bodies)
        unindexed.record(index, [(newest[key], reason) for key, reason in outcome.refused.items()])
    unindexed.forget(index, outcome.stored)
    return len(outcome.stored)


def delete(index: IndexDefinition, removals: Sequence[Removal]) -> int:
    """How many were newer than what the index in use had."""
    newest = {removal.id: removal for removal in sorted(removals, key=lambda removal: removal.version)}
    bodies = [stored_removal(removal.id, removal.version) for removal in newest.values()]
    outcome = Outcome(set(), {})
    for target in generations.targets(index):
        outcome = put(target, bodies)
    unindexed.forget(index, outcome.stored)
    return len(outcome.stored)


def set_vectors(index: IndexDefinition, vectors: Sequence[DocumentVector]) -> int:
    """Each document is stored again as it is, at its own version: one that is newer by then stays."""
    wanted = {vector.id: vector for vector in vectors}
    outcome = Outcome(set(), {})
    for target in generations.targets(index):
        found = _get(target, list(wanted), fields=None) if wanted else {}
        bodies = [
            Stored(key, version, {**body, "vector": list(wanted[key].vector)})
            for key, (version, body) in found.items()
            if body["kind"] == DOCUMENT and body.get("digest") == wanted[key].digest
        ]
        outcome = put(target, bodies, version_type="external_gte")
    return len(outcome.stored)


def put(target: str, items: Iterable[Stored], *, version_type: str = "external") -> Outcome:
    """
    Store what is newer than what the target has. A target that a rebuild has done away with meanwhile takes nothing.

    :raises SearchUnavailable: when it has too much to do, also after some waiting; what was stored by then is stored
    """
    stored: set[str] = set()
    refused: dict[str, str] = {}
    for is_stored, answer in _bulk(target, items, version_type):
        result = answer["index"]
        status = result["status"]
        if is_stored:
            stored.add(result["_id"])
        elif status == UNFIT:
            refused[result["_id"]] = _reason(result["error"])
        elif status not in (NOT_NEWER, NOT_THERE):
            if status in (NO_KEY, FORBIDDEN):
                tell_refusal(str(result["error"]))
            raise SearchUnavailable(note="search does not take documents now")
    return Outcome(stored, refused)


def _bulk(target: str, items: Iterable[Stored], version_type: str) -> Iterable[tuple[bool, Json]]:
    actions = (
        {"_op_type": "index", "_index": target, "_id": key, "version": version, "version_type": version_type, "_source": body}
        for key, version, body in items
    )
    return streaming_bulk(
        writer(),
        actions,
        chunk_size=BATCH,
        max_chunk_bytes=BATCH_BYTES,
        max_retries=RETRIES,
        initial_backoff=option("first_wait_s"),
        max_backoff=LONGEST_WAIT_S,
        retry_on_status=BUSY,
        raise_on_error=False,
        raise_on_exception=False,
        require_alias=True,  # or a write that comes late would make an index, with guessed fields
    )


def _keep_vectors(index: IndexDefinition, bodies: list[Stored]) -> None:
    """Give documents the vectors that are stored for the same passages already, also where a rebuild begins anew."""
    if not bodies or not generations.holds_vectors(index):
        return
    found = _get(generations.alias(index), [stored.id for stored in bodies], fields=["digest", "vector"])
    for stored in bodies:
        _, known = found.get(stored.id, (0, {}))
        if "vector" in known and known.get("digest") == stored.body["digest"]:
            stored.body["vector"] = known["vector"]


def _name_keywords(index: IndexDefinition, target: str, named: list[Stored]) -> None:
    """Nearly all names are there already: reading them is cheaper than writing."""
    found = _get(target, [label.id for label in named], fields=["labels", "field_labels"]) if named else {}
    changed = [label for label in named if not _is_named(label, found.get(label.id, (0, {}))[1])]
    put(target, changed, version_type="external_gte")
    labels.forget(index, [(label.body["label_field"], label.body["label_value"]) for label in changed])


def _is_named(label: Stored, known: Json) -> bool:
    return all(known.get(name) == label.body[name] for name in ("labels", "field_labels"))


def _get(target: str, ids: list[str], *, fields: list[str] | None) -> dict[str, tuple[int, Json]]:
    """Version and content of those that are there, as they were written last."""
    try:
        answer: Any = writer().mget(index=target, ids=ids, source_includes=fields).body
    except NotFoundError:
        return {}
    return {item["_id"]: (item["_version"], item["_source"]) for item in answer["docs"] if item.get("found")}


def _reason(error: Any) -> str:
    """What is wrong with a document, in the server's words; the innermost ones say most, and come first."""
    reasons: list[str] = []
    while isinstance(error, dict):
        reasons.insert(0, str(error.get("reason", "")))
        error = error.get("caused_by")
    return ": ".join(reasons) or str(error)
