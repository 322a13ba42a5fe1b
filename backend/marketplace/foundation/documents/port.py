"""
The document store's port: what both engines (PostgreSQL, Azure Cosmos DB) can do, and nothing that only one can.

Raw documents here; apps use ``Container``, which turns them into typed ones. Limits are those of Cosmos DB: a document of
at most 2 MB, ids of at most 255 characters without ``/ \\ ? #``, batches of at most 99 operations and 2 MB in one
partition, patches of at most 9 operations (it takes 100 and 10, one of which the engine needs); an id is unique in its
partition and nothing else is unique; whole numbers of at most 2**53.

A write may announce events. They are stored with it or not at all, and ``announced`` gives them out, however often the
document changes or whether it is deleted afterwards. (PostgreSQL keeps them in a table of their own; in Cosmos DB
they are documents of the same partition, written by the same transactional batch.)
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Literal

import msgspec

from marketplace.foundation.events.types import Recorded

MAX_DOCUMENT_BYTES = 2 * 1024 * 1024
MAX_BATCH = 99
MAX_PATCH = 9
MAX_QUERY_LIMIT = 1000

JSON = dict[str, Any]


class Ref(msgspec.Struct, frozen=True):
    """Where one document lies."""

    pk: str
    id: str


class RawDocument(msgspec.Struct, frozen=True, kw_only=True):
    """A document as stored: ``body`` is the text of a JSON object; ``ttl_s`` seconds of life since its last write, or none."""

    pk: str
    id: str
    body: msgspec.Raw
    etag: str = ""
    ttl_s: int | None = None


class PatchOperation(msgspec.Struct, frozen=True):
    """
    ``set`` and ``increment`` a value, ``append`` to a list, ``remove`` a key; ``path`` like ``/parts/ven_1/state``.

    What holds the value must be there already, as must the list and the removed key; a missing number counts from 0.
    """

    op: Literal["set", "increment", "append", "remove"]
    path: str
    value: Any = None


class Condition(msgspec.Struct, frozen=True):
    """Holds when the value at ``path`` is one of ``values`` (a missing value is ``None``; 1 and 1.0 are one number)."""

    path: str
    values: tuple[Any, ...]


class Filter(msgspec.Struct, frozen=True):
    """
    One comparison of a query; ``path`` like ``/state``. Comparisons with a missing value do not hold.

    Values are texts, numbers, booleans and ``None``. ``<`` and its like compare two numbers, or two texts by code point;
    between a number and a text they do not hold.
    """

    path: str
    op: Literal["=", "!=", "<", "<=", ">", ">=", "in"]
    value: Any


class Order(msgspec.Struct, frozen=True):
    """
    Numbers first, then texts by code point, equal ones by id; documents with neither at ``path`` are left out. (Engines may
    differ on characters behind U+D7FF.)
    """

    path: str
    descending: bool = False


class BatchOperation(msgspec.Struct, frozen=True):
    """One write of a batch and what it announces; ``etag`` is required for replace and delete."""

    op: Literal["create", "replace", "upsert", "delete"]
    document: RawDocument
    etag: str | None = None
    events: Sequence[Recorded] = ()


class QueryPage(msgspec.Struct, frozen=True):
    documents: Sequence[RawDocument]
    continuation: str | None


class Changes(msgspec.Struct, frozen=True):
    """
    Documents in their latest version, in order of change; ``token`` leads on from behind them. ``is_delayed`` says that
    more was written and is held back until older writes have ended: ask again in a moment.
    """

    documents: Sequence[RawDocument]
    token: str
    is_delayed: bool = False


class Announced(msgspec.Struct, frozen=True):
    """
    Events in the order of their writes; ``token`` and ``is_delayed`` as for ``Changes``; ``places`` is the engine's own, for
    ``forget_announced``.
    """

    events: Sequence[Recorded]
    token: str
    is_delayed: bool = False
    places: Sequence[Ref] = ()


class DocumentStore(ABC):
    """
    An engine. Every call acts in the tenant in scope, outside any transaction, and reports what it cost to ``metering``.

    :raises NoTenantScope: without a tenant
    :raises ForbiddenInTransaction: inside ``tenancy.atomic()``: the two stores cannot commit together
    :raises InvalidDocument: for what breaks the limits above
    :raises StoreThrottled: when the engine's throughput is used up, with its wait
    :raises StoreUnavailable: when it does not answer
    """

    @abstractmethod
    def provision(self, containers: Sequence[str]) -> None:
        """Make what the containers need; safe to repeat."""

    @abstractmethod
    def get(self, container: str, ref: Ref) -> RawDocument:
        """:raises DocumentNotFound:"""

    @abstractmethod
    def get_many(self, container: str, refs: Sequence[Ref]) -> list[RawDocument]:
        """Those that exist, in the order of ``refs``, over any partitions, in one call."""

    @abstractmethod
    def create(self, container: str, document: RawDocument, *, events: Sequence[Recorded] = ()) -> str:
        """The new etag. :raises DocumentExists:"""

    @abstractmethod
    def replace(self, container: str, document: RawDocument, *, etag: str, events: Sequence[Recorded] = ()) -> str:
        """The new etag. :raises StaleDocument: :raises DocumentNotFound:"""

    @abstractmethod
    def upsert(self, container: str, document: RawDocument, *, events: Sequence[Recorded] = ()) -> str:
        """Create or replace whatever is there: only for documents that one writer owns or that are derived. The new etag."""

    @abstractmethod
    def patch(
        self,
        container: str,
        ref: Ref,
        operations: Sequence[PatchOperation],
        *,
        condition: Condition | None = None,
        events: Sequence[Recorded] = (),
    ) -> RawDocument:
        """The changed document. :raises ConditionFailed: :raises DocumentNotFound:"""

    @abstractmethod
    def delete(self, container: str, ref: Ref, *, etag: str, events: Sequence[Recorded] = ()) -> None:
        """:raises StaleDocument: :raises DocumentNotFound:"""

    @abstractmethod
    def batch(self, container: str, pk: str, operations: Sequence[BatchOperation]) -> list[str]:
        """All or nothing, in one partition. The new etags in order (empty for a delete). Raises what the failing write would."""

    @abstractmethod
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
        """Inside one partition; by id where no order is given. :raises InvalidInput: for a continuation that is not one"""

    @abstractmethod
    def query_across_partitions(
        self,
        container: str,
        *,
        filters: Sequence[Filter] = (),
        limit: int = 100,
        continuation: str | None = None,
    ) -> QueryPage:
        """Over all partitions of the tenant: for rebuilds, exports and checks, never for a page that a customer waits for."""

    @abstractmethod
    def changes(self, container: str, *, token: str | None, limit: int = 100) -> Changes:
        """
        What changed behind ``token`` (none: from the beginning). A document that changed twice may appear once, in its
        latest version; no committed change is ever passed over, also when it commits late. Deletions are not in it.
        """

    @abstractmethod
    def feeds(self, known: Sequence[str]) -> Sequence[str]:
        """
        The names of the feeds that announcements come in, each with its own order and its own token. ``known`` are those that
        are being read: they stay what they are (those of another engine are left out), and what none of them has is added.
        """

    @abstractmethod
    def announced(self, feed: str, *, token: str | None, limit: int = 100) -> Announced:
        """
        What the writes of one feed behind ``token`` announced: ``limit`` events or a few more, as those of one write come
        together. None is ever passed over, also when its write commits late. Cheap when nothing was written; the token is
        then the one that was given.
        """

    @abstractmethod
    def forget_announced(self, feed: str, page: Announced) -> int:
        """Drop the announcements of a page that ``announced`` gave, which the reader has stored. Returns how many."""

    @abstractmethod
    def purge_expired(self) -> int:
        """Remove documents whose life is over (nobody sees them any more). Returns how many."""

    @abstractmethod
    def check(self) -> None:
        """Whether it answers. :raises StoreUnavailable:"""
