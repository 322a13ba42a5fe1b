"""Raw documents and events for the contract suite, and threads that act for a tenant."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, ClassVar, TypeVar

import msgspec
from django.db import connections

from marketplace.foundation import tenancy
from marketplace.foundation.documents.port import Announced, Changes, DocumentStore, RawDocument
from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Event, Recorded
from marketplace.testing import NOW

T = TypeVar("T")
F = TypeVar("F", Changes, Announced)
THINGS = "things"


class ThingMoved(Event):
    """A test's event."""

    wire_name: ClassVar[str] = "documents_tests.thing_moved.v1"
    step: int


def a_document(id: str = "thing-1", *, pk: str = "eu:box-1", ttl_s: int | None = None, **body: Any) -> RawDocument:
    return RawDocument(pk=pk, id=id, body=msgspec.Raw(msgspec.json.encode(body)), ttl_s=ttl_s)


def an_event(step: int = 1) -> Recorded:
    return outbox.record(ThingMoved(step=step), now=NOW)


def body_of(document: RawDocument) -> dict[str, Any]:
    return msgspec.json.decode(document.body)


def steps(events: Sequence[Recorded]) -> list[int]:
    return [msgspec.json.decode(event.payload)["step"] for event in events]


def hear(store: DocumentStore, tokens: dict[str, str] | None = None, *, limit: int = 100) -> tuple[list[Recorded], dict[str, str]]:
    """What all feeds tell behind ``tokens``, read page by page until nothing comes, and how far each is read then."""
    heard: list[Recorded] = []
    behind = dict(tokens or {})
    for feed in store.feeds(list(behind)):
        while (page := settled(store.announced, feed, token=behind.get(feed), limit=limit)).events:
            heard += page.events
            behind[feed] = page.token
    return heard, behind


def heard_steps(store: DocumentStore, tokens: dict[str, str] | None = None) -> list[int]:
    return steps(hear(store, tokens)[0])


def settled(read: Callable[..., F], *args: Any, **options: Any) -> F:
    """What a feed gives once nothing is held back: a server's own upkeep is a transaction too."""
    deadline = time.monotonic() + 30
    while (page := read(*args, **options)).is_delayed:
        assert time.monotonic() < deadline
    return page


def at_once(count: int, act: Callable[[int], T]) -> list[T | Exception]:
    """What ``act(n)`` gave or raised, each in a thread and connection of its own, all let off at the same moment."""
    tenant, gate = tenancy.current(), Barrier(count)

    def run(number: int) -> T | Exception:
        try:
            with tenancy.scope(tenant):
                connections[tenant.slug].ensure_connection()
                gate.wait(timeout=30)
                return act(number)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))
