"""The engine that this process uses, as the settings name it."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from marketplace.foundation.documents.port import DocumentStore

ENGINES = {
    "postgres": "marketplace.foundation.documents.postgres.engine.PostgresDocumentStore",
    "cosmos": "marketplace.foundation.documents.cosmos.engine.CosmosDocumentStore",
}


def store() -> DocumentStore:
    return _engine(settings.DOCUMENTS_ENGINE)


@cache
def _engine(name: str) -> DocumentStore:
    engine: DocumentStore = import_string(ENGINES[name])()
    return engine
