"""
The document store in the tenant's own PostgreSQL: durable, concurrent, and one short statement a call where possible.

The feeds order rows by the transaction that wrote them and stop before the oldest one still running, so a transaction that
stays open anywhere on the server (a migration, say) delays them and loses nothing.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

import msgspec
from django.db import InterfaceError, OperationalError, transaction

from marketplace.foundation import tenancy
from marketplace.foundation.documents import metering
from marketplace.foundation.documents.errors import (
    ConditionFailed,
    DocumentExists,
    DocumentNotFound,
    InvalidDocument,
    StaleDocument,
    StoreUnavailable,
)
from marketplace.foundation.documents.limits import check_batch, check_document, check_patch, check_ref
from marketplace.foundation.documents.patching import holds, patched
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
from marketplace.foundation.documents.postgres import batches, statements
from marketplace.foundation.documents.postgres.queries import Query, continuation_of, query_sql
from marketplace.foundation.events.types import Recorded
from marketplace.foundation.postgres import sql

_TOKEN = re.compile(r"(\d{1,20})-(\d{1,19})")
_BEGINNING = "0-0"
FEED = "documents"


class PostgresDocumentStore(DocumentStore):
    def provision(self, containers: Sequence[str]) -> None:
        """The migrations made the tables; what is left is a database that came from a dump of another server."""
        with self._call("*", "provision") as (cursor, _), _transaction():
            for statement in statements.RENUMBER:
                cursor.execute(statement)

    def get(self, container: str, ref: Ref) -> RawDocument:
        check_ref(ref)
        with self._call(container, "get") as (cursor, call):
            cursor.execute(statements.GET, _key(container, ref))
            row = cursor.fetchone()
            if row is None:
                raise DocumentNotFound
            call.rows = 1
        return _raw(row)

    def get_many(self, container: str, refs: Sequence[Ref]) -> list[RawDocument]:
        if not refs:
            return []
        for ref in refs:
            check_ref(ref)
        wanted = list(dict.fromkeys(refs))
        with self._call(container, "get_many") as (cursor, call):
            parameters = {"container": container, "pks": [ref.pk for ref in wanted], "ids": [ref.id for ref in wanted]}
            cursor.execute(statements.GET_MANY, parameters)
            found = {Ref(row[0], row[1]): _raw(row) for row in cursor.fetchall()}
            call.rows = len(found)
        return [found[ref] for ref in refs if ref in found]

    def create(self, container: str, document: RawDocument, *, events: Sequence[Recorded] = ()) -> str:
        return self._write("create", container, document, None, events)

    def replace(self, container: str, document: RawDocument, *, etag: str, events: Sequence[Recorded] = ()) -> str:
        return self._write("replace", container, document, etag, events)

    def upsert(self, container: str, document: RawDocument, *, events: Sequence[Recorded] = ()) -> str:
        return self._write("upsert", container, document, None, events)

    def delete(self, container: str, ref: Ref, *, etag: str, events: Sequence[Recorded] = ()) -> None:
        check_ref(ref)
        with self._call(container, "delete") as (cursor, call):
            gone = RawDocument(pk=ref.pk, id=ref.id, body=msgspec.Raw())
            _execute(cursor, container, BatchOperation("delete", gone, etag, events))
            call.rows = 1

    def batch(self, container: str, pk: str, operations: Sequence[BatchOperation]) -> list[str]:
        check_batch(pk, operations)
        with self._call(container, "batch") as (cursor, call), _transaction():
            etags = batches.execute(cursor, container, pk, operations)
            call.rows = len(operations)
        return etags

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
        with self._call(container, "patch") as (cursor, call):
            call.rows = 1
            with suppress(StaleDocument):  # seldom: then once more, with the row locked
                return _patch(cursor, container, ref, operations, condition, events, statement=statements.GET)
            with _transaction():
                return _patch(cursor, container, ref, operations, condition, events, statement=statements.GET_FOR_UPDATE)

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
        query = query_sql(container, pk=pk, filters=filters, order=order, limit=limit, continuation=continuation)
        return self._page(container, "query", query, limit)

    def query_across_partitions(
        self,
        container: str,
        *,
        filters: Sequence[Filter] = (),
        limit: int = 100,
        continuation: str | None = None,
    ) -> QueryPage:
        query = query_sql(container, pk=None, filters=filters, order=None, limit=limit, continuation=continuation)
        return self._page(container, "query_across_partitions", query, limit)

    def changes(self, container: str, *, token: str | None, limit: int = 100) -> Changes:
        rows, token, is_delayed = self._feed(container, "changes", statements.CHANGES, token, limit)
        return Changes([_raw(row) for row in rows], token, is_delayed)

    def feeds(self, known: Sequence[str]) -> list[str]:
        return [FEED]

    def announced(self, feed: str, *, token: str | None, limit: int = 100) -> Announced:
        rows, token, is_delayed = self._feed("*", "announced", statements.ANNOUNCED, token, limit)
        return Announced([msgspec.json.decode(row[0], type=Recorded) for row in rows], token, is_delayed)

    def forget_announced(self, feed: str, page: Announced) -> int:
        xid, sequence = _position(page.token)
        with self._call("*", "forget_announced") as (cursor, call):
            cursor.execute(statements.FORGET_ANNOUNCED, {"xid": xid, "seq": sequence})
            call.rows = cursor.rowcount
        return call.rows

    def purge_expired(self) -> int:
        with self._call("*", "purge_expired") as (cursor, call):
            cursor.execute(statements.PURGE_EXPIRED)
            call.rows = cursor.rowcount
        return call.rows

    def check(self) -> None:
        with self._call("*", "check") as (cursor, _):
            cursor.execute("SELECT 1 FROM documents LIMIT 1")

    @contextmanager
    def _call(self, container: str, name: str, *, is_constant: bool = True) -> Iterator[tuple[Any, metering.Call]]:
        """One call's cursor; the server keeps the plans of statements whose text is constant."""
        tenancy.forbid_in_transaction("a document store's call")
        connection = sql.connection()
        with metering.reported("postgres", container, name) as call:
            try:
                with connection.prepared_cursor() if is_constant else connection.cursor() as cursor:
                    yield cursor, call
            except (OperationalError, InterfaceError) as error:
                raise StoreUnavailable from error

    def _write(self, op: Any, container: str, document: RawDocument, expected: str | None, events: Sequence[Recorded]) -> str:
        check_document(document)
        with self._call(container, op) as (cursor, call):
            etag = _execute(cursor, container, BatchOperation(op, document, expected, events))
            call.rows = 1
        return etag

    def _page(self, container: str, name: str, query: Query, limit: int) -> QueryPage:
        with self._call(container, name, is_constant=False) as (cursor, call):
            cursor.execute(query.sql, query.parameters)
            rows = cursor.fetchall()
            call.rows = len(rows)
        shown = rows[:limit]
        return QueryPage([_raw(row) for row in shown], continuation_of(shown[-1], query) if len(rows) > limit else None)

    def _feed(self, container: str, name: str, statement: str, token: str | None, limit: int) -> tuple[list[Sequence[Any]], str, bool]:
        xid, sequence = _position(token or _BEGINNING)
        with self._call(container, name) as (cursor, call):
            cursor.execute(statement, {"container": container, "xid": xid, "seq": sequence, "limit": limit})
            rows = cursor.fetchall()
            is_of_another_server, is_delayed = rows[0][:2]
            found = [row for row in rows if row[2] is not None]
            call.rows = len(found)
        if found:
            return [row[4:] for row in found], f"{found[-1][2]}-{found[-1][3]}", is_delayed
        return [], _BEGINNING if is_of_another_server else token or _BEGINNING, is_delayed


def _patch(
    cursor: Any,
    container: str,
    ref: Ref,
    operations: Sequence[PatchOperation],
    condition: Condition | None,
    events: Sequence[Recorded],
    *,
    statement: str,
) -> RawDocument:
    """Change what ``statement`` reads. :raises StaleDocument: if it did not lock the row, and another writer was faster"""
    cursor.execute(statement, _key(container, ref))
    row = cursor.fetchone()
    if row is None:
        raise DocumentNotFound
    before = _raw(row)
    body = msgspec.json.decode(before.body)
    if condition is not None and not holds(condition, body):
        raise ConditionFailed
    text = msgspec.json.encode(patched(body, operations))
    after = msgspec.structs.replace(before, body=msgspec.Raw(text), etag="")
    check_document(after)
    etag = _execute(cursor, container, BatchOperation("replace", after, before.etag, events))
    return msgspec.structs.replace(after, etag=etag)


def _execute(cursor: Any, container: str, operation: BatchOperation) -> str:
    """One write and its announcements, in one statement."""
    document = operation.document
    write = {
        "create": statements.CREATE,
        "replace": statements.REPLACE,
        "upsert": statements.UPSERT,
        "delete": statements.DELETE,
    }[operation.op]
    parameters = {
        **_key(container, Ref(document.pk, document.id)),
        "body": bytes(document.body).decode(),
        "etag": secrets.token_hex(8),
        "expected": operation.etag,
        "ttl_s": document.ttl_s,
    }
    if operation.events:
        write = statements.ANNOUNCING.format(write=write)
        parameters["events"] = msgspec.json.encode(list(operation.events)).decode()
    cursor.execute(write, parameters)
    if cursor.fetchone() is not None:
        return "" if operation.op == "delete" else str(parameters["etag"])
    if operation.op == "create":
        raise DocumentExists
    cursor.execute(statements.GET, parameters)
    raise StaleDocument if cursor.fetchone() else DocumentNotFound


def _transaction() -> Any:
    """Of this engine alone: ``tenancy.atomic()`` is for rows, and no document call is allowed inside it."""
    return transaction.atomic(using=tenancy.current().slug)  # noqa: TID251


def _key(container: str, ref: Ref) -> dict[str, Any]:
    return {"container": container, "pk": ref.pk, "id": ref.id}


def _raw(row: Sequence[Any]) -> RawDocument:
    pk, identifier, body, etag, ttl_s = row[:5]
    return RawDocument(pk=pk, id=identifier, body=msgspec.Raw(body), etag=etag, ttl_s=ttl_s)


def _position(token: str) -> tuple[str, int]:
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise InvalidDocument(f"{token!r} is not a token of this feed")
    return match[1], int(match[2])
