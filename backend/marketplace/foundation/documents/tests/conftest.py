"""The contract suite runs once per engine; what only an engine can do (make a document old) is its harness's."""

from __future__ import annotations

from abc import ABC, abstractmethod

import pytest
from django.db import connections

from marketplace.foundation import tenancy
from marketplace.foundation.documents.port import DocumentStore, Ref
from marketplace.foundation.documents.postgres.engine import PostgresDocumentStore
from marketplace.foundation.tenancy import Tenant


class Harness(ABC):
    store: DocumentStore

    @abstractmethod
    def end_life(self, container: str, ref: Ref) -> None:
        """As if the document's TTL had passed a moment ago."""


class PostgresHarness(Harness):
    store = PostgresDocumentStore()

    def end_life(self, container: str, ref: Ref) -> None:
        with connections[tenancy.current().slug].cursor() as cursor:
            cursor.execute(
                "UPDATE documents SET expires_at = statement_timestamp() - interval '1 s'"
                " WHERE container = %s AND partition = %s AND document_id = %s AND expires_at IS NOT NULL",
                [container, ref.pk, ref.id],
            )
            assert cursor.rowcount == 1


@pytest.fixture(params=[PostgresHarness], ids=["postgres"])
def harness(request: pytest.FixtureRequest, tenant: Tenant) -> Harness:
    return request.param()


@pytest.fixture
def store(harness: Harness) -> DocumentStore:
    return harness.store
