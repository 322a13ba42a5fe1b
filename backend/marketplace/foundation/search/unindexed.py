"""
Documents that an engine cannot index for what is in them: a list, for each tenant, that a person can see and have tried again.

A document leaves the list when a version of it was indexed or removed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec
from django.db.models import QuerySet
from django.db.models.functions import Now

from marketplace.foundation.search.indices import all_indices
from marketplace.foundation.search.models import UnindexedDocument
from marketplace.foundation.search.port import IndexDefinition, SearchDocument, SearchEngine

MAX_REASON = 1_000  # characters


def list_unindexed(index_name: str = "") -> QuerySet[UnindexedDocument]:
    """The tenant's, the oldest first; all of them or those of one index."""
    found = UnindexedDocument.objects.order_by("id")
    return found.filter(index_name=index_name) if index_name else found


def record(index: IndexDefinition, refused: Sequence[tuple[SearchDocument, str]]) -> None:
    """Put documents on the list, with what the engine said; a newer version takes the older one's place."""
    if not refused:
        return
    rows = [
        UnindexedDocument(
            index_name=index.name,
            document_id=document.id,
            version=document.version,
            reason=reason[:MAX_REASON],
            document=msgspec.json.encode(document).decode(),
            refused_at=Now(),
        )
        for document, reason in refused
    ]
    UnindexedDocument.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["index_name", "document_id"],
        update_fields=["version", "reason", "document", "refused_at"],
    )


def forget(index: IndexDefinition, document_ids: Collection[str]) -> None:
    """Take off the list what was indexed or removed since."""
    if document_ids:
        UnindexedDocument.objects.filter(index_name=index.name, document_id__in=list(document_ids)).delete()


def replay(index_name: str = "", *, engine: SearchEngine) -> int:
    """Have the engine try all again, or those of one index; how many have left the list."""
    replayed = 0
    for definition, _ in all_indices():
        if index_name not in ("", definition.name):
            continue
        before = list_unindexed(definition.name).count()
        for row in list_unindexed(definition.name):
            engine.upsert(definition, [msgspec.json.decode(row.document, type=SearchDocument)])
            # one that was refused again has a new time; what is left is older than what is indexed
            UnindexedDocument.objects.filter(pk=row.pk, refused_at=row.refused_at).delete()
        replayed += before - list_unindexed(definition.name).count()
    return replayed
