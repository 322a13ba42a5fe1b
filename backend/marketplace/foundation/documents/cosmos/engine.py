"""
The document store in Azure Cosmos DB: a database for each tenant, documents and the events of their writes in one partition.

Reads see every write that was answered before they began, from any process: the account's consistency says so
(docs/decisions/0014-cosmos-consistency.md).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
from azure.core.exceptions import HttpResponseError

from marketplace.foundation.documents.cosmos import client, feeds, writes
from marketplace.foundation.documents.cosmos.calls import Requests, calling
from marketplace.foundation.documents.cosmos.items import DOCUMENT, Item, document_of, documents_of, events_of, refs_of_events
from marketplace.foundation.documents.cosmos.layout import check_indexed
from marketplace.foundation.documents.cosmos.many import read_many
from marketplace.foundation.documents.cosmos.patches import patch_item, patch_with_events
from marketplace.foundation.documents.cosmos.provisioning import provision
from marketplace.foundation.documents.cosmos.queries import continuation_of, partition_query
from marketplace.foundation.documents.cosmos.scans import read_scan_page
from marketplace.foundation.documents.errors import DocumentNotFound
from marketplace.foundation.documents.limits import check_batch, check_document, check_patch, check_ref
from marketplace.foundation.documents.port import (
    Announced,
    BatchOperation,
    Changes,
    Condition,
    DocumentStore,
    Filter,
    Order,
    PatchOperation,
    QueryPage,
    RawDocument,
    Ref,
)
from marketplace.foundation.events.types import Recorded

MANY_AT_ONCE = 8


class CosmosDocumentStore(DocumentStore):
    def __init__(self) -> None:
        self._many = ThreadPoolExecutor(MANY_AT_ONCE, thread_name_prefix="cosmos")

    def provision(self, containers: Sequence[str]) -> None:
        with calling("*", "provision") as (requests, _):
            for name in containers:
                provision(requests, name)

    def get(self, container: str, ref: Ref) -> RawDocument:
        check_ref(ref)
        with calling(container, "get") as (requests, call):
            item = writes.find_item(requests, client.container(container), ref.pk, ref.id)
            if item is None or item.get("kind") != DOCUMENT:
                raise DocumentNotFound
            call.rows = 1
        return document_of(item)

    def get_many(self, container: str, refs: Sequence[Ref]) -> list[RawDocument]:
        if not refs:
            return []
        for ref in refs:
            check_ref(ref)
        wanted = list(dict.fromkeys(refs))
        with calling(container, "get_many") as (_, call):
            items = read_many(call, client.container(container), wanted, self._many)
            found = {Ref(document.pk, document.id): document for document in documents_of(items)}
            call.rows = len(found)
        return [found[ref] for ref in refs if ref in found]

    def create(self, container: str, document: RawDocument, *, events: Sequence[Recorded] = ()) -> str:
        return self._write(container, BatchOperation("create", document, None, events))

    def replace(self, container: str, document: RawDocument, *, etag: str, events: Sequence[Recorded] = ()) -> str:
        return self._write(container, BatchOperation("replace", document, etag, events))

    def upsert(self, container: str, document: RawDocument, *, events: Sequence[Recorded] = ()) -> str:
        return self._write(container, BatchOperation("upsert", document, None, events))

    def delete(self, container: str, ref: Ref, *, etag: str, events: Sequence[Recorded] = ()) -> None:
        check_ref(ref)
        gone = RawDocument(pk=ref.pk, id=ref.id, body=msgspec.Raw())
        self._execute(container, "delete", ref.pk, [BatchOperation("delete", gone, etag, events)])

    def batch(self, container: str, pk: str, operations: Sequence[BatchOperation]) -> list[str]:
        check_batch(pk, operations)
        return self._execute(container, "batch", pk, operations)

    def patch(
        self,
        container: str,
        ref: Ref,
        operations: Sequence[PatchOperation],
        *,
        condition: Condition | None = None,
        events: Sequence[Recorded] = (),
    ) -> RawDocument:
        check_ref(ref)
        check_patch(operations, condition)
        with calling(container, "patch") as (requests, call):
            proxy = client.container(container)
            if events:
                item = patch_with_events(requests, proxy, ref, operations, condition, events)
            else:
                item = patch_item(requests, proxy, ref, operations, condition)
            call.rows = 1
        return document_of(item)

    def query(
        self,
        container: str,
        pk: str,
        *,
        filters: Sequence[Filter] = (),
        order: Order | None = None,
        limit: int = 100,
        continuation: str | None = None,
    ) -> QueryPage:
        check_ref(Ref(pk, "-"))
        query = partition_query(pk, filters=filters, order=order, limit=limit, continuation=continuation)
        check_indexed(container, filters, order)
        with calling(container, "query") as (requests, call):
            items = requests.send(
                lambda hook: list(
                    client.container(container).query_items(
                        query.sql, parameters=query.parameters, partition_key=pk, max_item_count=limit + 1, response_hook=hook
                    )
                )
            )
            call.rows = len(items)
        shown = [document_of(item) for item in items[:limit]]
        return QueryPage(shown, continuation_of(shown[-1], order) if len(items) > limit else None)

    def query_across_partitions(
        self,
        container: str,
        *,
        filters: Sequence[Filter] = (),
        limit: int = 100,
        continuation: str | None = None,
    ) -> QueryPage:
        check_indexed(container, filters, None)
        with calling(container, "query_across_partitions") as (requests, call):
            proxy = client.container(container)
            items, token = read_scan_page(requests, proxy, filters=filters, limit=limit, continuation=continuation)
            call.rows = len(items)
        return QueryPage([document_of(item) for item in items], token)

    def changes(self, container: str, *, token: str | None, limit: int = 100) -> Changes:
        found: list[RawDocument] = []
        with calling(container, "changes") as (requests, call):
            proxy = client.container(container)
            while not found:
                items, behind = feeds.read_page(requests, proxy, feed_range=None, token=token, limit=limit)
                if not items:
                    break
                found, token = documents_of(items), behind
            call.rows = len(found)
        return Changes(found, token or "")

    def feeds(self, known: Sequence[str]) -> list[str]:
        """The ranges that were found when a container's feed was first read stay in use: their tokens outlive a split."""
        with calling("*", "feeds") as (requests, _):
            containers: list[Any] = requests.send(lambda hook: list(client.database().list_containers(response_hook=hook)))
            names = sorted(item["id"] for item in containers)
            read = [feed for feed in known if feeds.is_feed(feed) and feeds.container_of(feed) in names]
            new = [name for name in names if name not in {feeds.container_of(feed) for feed in read}]
            return [*read, *(feed for name in new for feed in feeds.feeds_of(requests, client.container(name)))]

    def announced(self, feed: str, *, token: str | None, limit: int = 100) -> Announced:
        container = feeds.container_of(feed)
        page = Announced([], token or "")
        with calling(container, "announced") as (requests, call):
            proxy = client.container(container)
            while len(page.events) < limit:
                items, behind = feeds.read_on(requests, proxy, feed, token=page.token, limit=limit - len(page.events))
                page = _longer(page, items, behind)
                if not items:
                    break
            call.rows = len(page.events)
        return page

    def forget_announced(self, feed: str, page: Announced) -> int:
        container = feeds.container_of(feed)
        with calling(container, "forget_announced") as (requests, call):
            proxy = client.container(container)
            for ref in page.places:
                _delete_if_there(requests, proxy, ref)
            call.rows = len(page.events)
        return call.rows

    def purge_expired(self) -> int:
        """Nothing to do: the service removes what has expired, when it has throughput to spare."""
        return 0

    def check(self) -> None:
        with calling("*", "check") as (requests, _):
            requests.send(lambda hook: client.database().read(response_hook=hook))

    def _write(self, container: str, operation: BatchOperation) -> str:
        check_document(operation.document)
        return self._execute(container, operation.op, operation.document.pk, [operation])[0]

    def _execute(self, container: str, name: str, pk: str, operations: Sequence[BatchOperation]) -> list[str]:
        with calling(container, name) as (requests, call):
            etags = writes.execute(requests, client.container(container), pk, operations, secrets.token_hex(8))
            call.rows = len(operations)
        return etags


def _longer(page: Announced, items: Sequence[Item], token: str) -> Announced:
    events = [event for item in items for event in events_of(item)]
    return Announced([*page.events, *events], token, places=[*page.places, *refs_of_events(items)])


def _delete_if_there(requests: Requests, container: Any, ref: Ref) -> None:
    try:
        requests.send(lambda hook: container.delete_item(ref.id, ref.pk, response_hook=hook))
    except HttpResponseError as error:
        if error.status_code != 404:
            raise
