"""What the contract suite needs to run on Cosmos DB: an account, on the emulator or in Azure, and what the emulator does wrong."""

from __future__ import annotations

import time

import httpx
import pytest
from django.conf import settings

from launcher.servers import Server
from marketplace.foundation import tenancy
from marketplace.foundation.documents.cosmos import client
from marketplace.foundation.documents.cosmos.engine import CosmosDocumentStore
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.foundation.documents.port import DocumentStore, Ref

CONTAINERS = ("things", "others", "container-0", "container-1", "tests_things")
NO_TTL = "the emulator forgets no document when its TTL has passed"
NO_ROLLBACK = "the emulator keeps what a batch had written before one of its writes failed"
NO_HOLDER = "the emulator patches next to a holder that is not there, instead of refusing"

# A test's name, or its name with its parameters: the emulator's fault in one line.
KNOWN_WRONG = {
    "test_one_failing_write_undoes_all_others_and_their_events": NO_ROLLBACK,
    "test_a_failing_batch_changes_nothing": NO_ROLLBACK,
    "test_an_expired_document_is_not_there": NO_TTL,
    "test_an_expired_document_may_be_created_over": NO_TTL,
    "test_of_twenty_creators_over_an_expired_document_one_wins": NO_TTL,
    "test_purging_removes_only_what_has_expired": NO_TTL,
    "test_an_operation_that_does_not_fit_the_document_undoes_the_whole_patch[cosmos-operation0]": NO_HOLDER,
    "test_an_operation_that_does_not_fit_the_document_undoes_the_whole_patch[cosmos-operation4]": NO_HOLDER,
}


class CosmosAccount:
    """``server`` is None in Azure, where everything takes longer."""

    def __init__(self, store: CosmosDocumentStore, server: Server | None) -> None:
        self.store = store
        self.patience_s = 30.0 if server is None else 1.5
        self._server = server
        self._is_provisioned = False

    def make_empty(self) -> None:
        """Both regions' containers, without a document."""
        from marketplace.foundation.tenancy import directory  # conftest.py is read before Django's apps are there

        if not self._is_provisioned:
            for slug in ("eu", "mena"):
                with tenancy.scope(directory.get(slug)):
                    self.store.provision(CONTAINERS)
            self._is_provisioned = True
        if self._server is not None:
            httpx.delete(settings.COSMOS["eu"]["endpoint"]).raise_for_status()
            return
        for slug in ("eu", "mena"):
            with tenancy.scope(directory.get(slug)):
                for name in CONTAINERS:
                    _remove_items(name)


def make_old(store: DocumentStore, container: str, ref: Ref, *, patience_s: float) -> None:
    """Give a document a second to live, and wait for its end."""
    client.container(container).patch_item(ref.id, ref.pk, [{"op": "set", "path": "/ttl", "value": 1}])
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        try:
            store.get(container, ref)
        except DocumentNotFound:
            return
    pytest.fail(NO_TTL)


def _remove_items(name: str) -> None:
    container = client.container(name)
    for item in container.query_items("SELECT c.id, c.pk FROM c", enable_cross_partition_query=True):
        container.delete_item(item["id"], item["pk"])
