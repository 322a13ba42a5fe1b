"""
Typed documents: what apps declare and use.

    PRODUCTS = Container(Product, name="products", pk=lambda product: f"{product.tenant_id}:{product.vendor_id}")
    product = PRODUCTS.get(pk, product_id)
    product = PRODUCTS.change(pk, product_id, lambda product: Changed(renamed(product), [outbox.record(ProductSaved(...), now=now)]))

A partition key starts with the tenant (``eu:ven_1``). Events given to a write are stored with it, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import msgspec

from marketplace.foundation import tenancy
from marketplace.foundation.documents.errors import (
    DocumentContended,
    DocumentNotFound,
    ForeignDocument,
    InvalidDocument,
    StaleDocument,
    UnknownSchemaVersion,
)
from marketplace.foundation.documents.port import (
    JSON,
    BatchOperation,
    Changes,
    Condition,
    Filter,
    Order,
    PatchOperation,
    RawDocument,
    Ref,
)
from marketplace.foundation.documents.registry import register
from marketplace.foundation.documents.store import store
from marketplace.foundation.events.types import Recorded
from marketplace.kit.pages import Page, PageRequest

SCAN_PAGE = 200
CHANGE_TRIES = 8  # writes of one change, each upon what others stored meanwhile


class Document(msgspec.Struct, kw_only=True):
    """Base of all documents. ``etag`` is the version that was read ("" on a new one) and not part of what is stored."""

    id: str
    tenant_id: str
    schema_version: int = 1
    etag: str = ""


D = TypeVar("D", bound=Document)


@dataclass(frozen=True, slots=True)
class Create(Generic[D]):
    document: D
    events: Sequence[Recorded] = ()


@dataclass(frozen=True, slots=True)
class Replace(Generic[D]):
    document: D
    etag: str
    events: Sequence[Recorded] = ()


@dataclass(frozen=True, slots=True)
class Delete(Generic[D]):
    document: D
    events: Sequence[Recorded] = ()


@dataclass(frozen=True, slots=True)
class Changed(Generic[D]):
    """What a change makes of a document, and the events that are stored with it."""

    document: D
    events: Sequence[Recorded] = ()


class _Header(msgspec.Struct):
    schema_version: int = 1


class Container(Generic[D]):
    """
    The documents of one type. ``upgrades`` maps a schema version to what makes the next one of a stored body; documents
    are upgraded as they are read, and stored anew when they are next written.
    """

    def __init__(
        self,
        document_type: type[D],
        *,
        name: str,
        pk: Callable[[D], str],
        ttl_s: Callable[[D], int | None] | None = None,
        upgrades: Mapping[int, Callable[[JSON], JSON]] = MappingProxyType({}),
    ) -> None:
        self.document_type = document_type
        self.name = name
        self.pk = pk
        self.schema_version = max(upgrades, default=0) + 1
        self._ttl_s = ttl_s
        self._upgrades = dict(upgrades)
        self._decoder = msgspec.json.Decoder(document_type)
        if sorted(upgrades) != list(range(1, self.schema_version)):
            raise ValueError(f"container {name}: upgrades must start from every version before {self.schema_version}")
        register(self)

    def get(self, pk: str, id: str) -> D:
        """:raises DocumentNotFound:"""
        return self._typed(store().get(self.name, _own(pk, id)))

    def find(self, pk: str, id: str) -> D | None:
        try:
            return self.get(pk, id)
        except DocumentNotFound:
            return None

    def get_many(self, refs: Sequence[Ref]) -> list[D]:
        """Those that exist, in the order of ``refs``, in one call (none for no refs)."""
        return [self._typed(raw) for raw in store().get_many(self.name, [_own(ref.pk, ref.id) for ref in refs])]

    def create(self, document: D, *, events: Sequence[Recorded] = ()) -> D:
        """The document with its etag. :raises DocumentExists:"""
        return self._with_etag(document, store().create(self.name, self._raw(document), events=events))

    def replace(self, document: D, *, etag: str, events: Sequence[Recorded] = ()) -> D:
        """The document with its new etag. :raises StaleDocument: :raises DocumentNotFound:"""
        return self._with_etag(document, store().replace(self.name, self._raw(document), etag=etag, events=events))

    def change(self, pk: str, id: str, change: Callable[[D], Changed[D] | None], *, etag: str | None = None, known: D | None = None) -> D:
        """
        Read the document, ``change`` it and store the result; again upon the newer version where others changed it meanwhile.

        ``change`` returns None if nothing is to be done: the document is then returned as it was read. It is called once for each
        try, so it must not have other effects. With an ``etag`` only that version is changed, and there is one try. ``known`` is a
        version that the caller has read: it saves the first read.

        :raises DocumentNotFound:
        :raises StaleDocument: if the document is not, or no longer, the version of ``etag``
        :raises DocumentContended: if others were faster ``CHANGE_TRIES`` times
        """
        for _ in range(1 if etag else CHANGE_TRIES):
            document = self.get(pk, id) if known is None else known
            if etag and etag != document.etag:
                raise StaleDocument
            changed = change(document)
            if changed is None:
                return document
            try:
                return self.replace(changed.document, etag=document.etag, events=changed.events)
            except StaleDocument:
                known = None
        raise StaleDocument if etag else DocumentContended(note=f"{self.name} {id}")

    def upsert(self, document: D, *, events: Sequence[Recorded] = ()) -> D:
        """Create or replace whatever is there: only for documents that one writer owns or that are derived."""
        return self._with_etag(document, store().upsert(self.name, self._raw(document), events=events))

    def patch(
        self,
        pk: str,
        id: str,
        operations: Sequence[PatchOperation],
        *,
        condition: Condition | None = None,
        events: Sequence[Recorded] = (),
    ) -> D:
        """The changed document, whatever others change meanwhile. :raises ConditionFailed: :raises DocumentNotFound:"""
        self._upgrade_in_store(pk, id)
        return self._typed(store().patch(self.name, _own(pk, id), operations, condition=condition, events=events))

    def delete(self, document: D, *, events: Sequence[Recorded] = ()) -> None:
        """:raises StaleDocument: if it was changed since it was read :raises DocumentNotFound:"""
        ref = _own(self.pk(document), document.id)
        store().delete(self.name, ref, etag=_etag_of(document), events=events)

    def batch(self, pk: str, operations: Sequence[Create[D] | Replace[D] | Delete[D]]) -> None:
        """All or nothing: up to 100 documents of one partition. Raises what the failing write would."""
        store().batch(self.name, pk, [self._operation(operation) for operation in operations])

    def query(self, pk: str, *, filters: Sequence[Filter] = (), order: Order | None = None, page: PageRequest) -> Page[D]:
        """Inside one partition; by id where no order is given. :raises InvalidInput: for a foreign cursor"""
        found = store().query(self.name, _own(pk, "-").pk, filters=filters, order=order, limit=page.limit, continuation=page.cursor)
        return Page([self._typed(raw) for raw in found.documents], found.continuation)

    def scan(self, *, filters: Sequence[Filter] = ()) -> Iterator[D]:
        """Over all partitions, page by page: for rebuilds, exports and checks."""
        continuation: str | None = None
        while True:
            found = store().query_across_partitions(self.name, filters=filters, limit=SCAN_PAGE, continuation=continuation)
            yield from (self._typed(raw) for raw in found.documents)
            if (continuation := found.continuation) is None:
                return

    def changes(self, *, token: str | None, limit: int = 100) -> tuple[list[D], str]:
        """What changed behind ``token`` in its latest version, and the token that leads on."""
        found: Changes = store().changes(self.name, token=token, limit=limit)
        return [self._typed(raw) for raw in found.documents], found.token

    def _operation(self, operation: Create[D] | Replace[D] | Delete[D]) -> BatchOperation:
        document = operation.document
        if isinstance(operation, Delete):
            ref = _own(self.pk(document), document.id)
            raw = RawDocument(pk=ref.pk, id=ref.id, body=msgspec.Raw())
            return BatchOperation("delete", raw, _etag_of(document), operation.events)
        if isinstance(operation, Replace):
            return BatchOperation("replace", self._raw(document), operation.etag, operation.events)
        return BatchOperation("create", self._raw(document), None, operation.events)

    def _raw(self, document: D) -> RawDocument:
        _check_tenant(document)
        ref = _own(self.pk(document), document.id)
        members = msgspec.json.decode(msgspec.json.encode(document), type=dict[str, msgspec.Raw])
        del members["etag"]
        members["schema_version"] = msgspec.Raw(b"%d" % self.schema_version)
        body = msgspec.Raw(msgspec.json.encode(members))
        return RawDocument(pk=ref.pk, id=ref.id, body=body, ttl_s=self._ttl_s(document) if self._ttl_s else None)

    def _typed(self, raw: RawDocument) -> D:
        body: Any = raw.body
        if self._upgrades:
            body = self._upgraded(raw)
        document = self._decoder.decode(body)
        if document.schema_version > self.schema_version:
            raise UnknownSchemaVersion(f"{self.name} {raw.id} has version {document.schema_version}")
        _check_tenant(document)
        msgspec.structs.force_setattr(document, "etag", raw.etag)
        return document

    def _upgraded(self, raw: RawDocument) -> Any:
        version = msgspec.json.decode(raw.body, type=_Header).schema_version
        if version >= self.schema_version:
            return raw.body
        body: JSON = msgspec.json.decode(raw.body)
        for step in range(version, self.schema_version):
            body = {**self._upgrades[step](body), "schema_version": step + 1}
        return msgspec.json.encode(body)

    def _upgrade_in_store(self, pk: str, id: str) -> None:
        """A patch speaks of the present shape, so a document of an older one is first stored in it."""
        if not self._upgrades:
            return
        raw = store().get(self.name, _own(pk, id))
        if msgspec.json.decode(raw.body, type=_Header).schema_version < self.schema_version:
            with suppress(StaleDocument):  # another request has just written it, in the present shape
                store().replace(self.name, self._raw(self._typed(raw)), etag=raw.etag)

    def _with_etag(self, document: D, etag: str) -> D:
        return msgspec.structs.replace(document, etag=etag, schema_version=self.schema_version)


def _own(pk: str, id: str) -> Ref:
    """:raises ForeignDocument: if the partition is not one of the tenant in scope"""
    if not pk.startswith(f"{tenancy.current().slug}:"):
        raise ForeignDocument(f"partition {pk} is not one of {tenancy.current().slug}")
    return Ref(pk, id)


def _check_tenant(document: Document) -> None:
    if document.tenant_id != tenancy.current().slug:
        raise ForeignDocument(f"document {document.id} of {document.tenant_id} in {tenancy.current().slug}")


def _etag_of(document: Document) -> str:
    if not document.etag:
        raise InvalidDocument(f"document {document.id} was not read, so it has no etag to delete by")
    return document.etag
