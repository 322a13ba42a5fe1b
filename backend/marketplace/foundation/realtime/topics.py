"""What a connection may receive: a topic is a kind, declared by an app, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from marketplace.foundation import tenancy
from marketplace.foundation.cache import valkey
from marketplace.kit import ids


class TopicKind(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``name`` is what clients see. A public kind is for anybody: ``parameter`` names the ids that a client watches, which begin with
    ``prefix``.
    """

    name: str
    description: str
    parameter: str = ""
    prefix: str = ""

    @property
    def is_public(self) -> bool:
        return bool(self.parameter)

    def of(self, owner: str) -> Topic:
        return Topic(self.name, owner)


class Topic(NamedTuple):
    """One owner's: the orders of a customer, the page of a product."""

    kind: str
    owner: str

    @property
    def key(self) -> str:
        return f"{self.kind}.{self.owner}"

    @property
    def shown(self) -> str:
        """As clients read it: of a public kind many are watched at once, of others a connection has one."""
        return f"{self.kind}:{self.owner}" if _kinds[self.kind].is_public else self.kind


_kinds: dict[str, TopicKind] = {}


def declare(name: str, description: str) -> TopicKind:
    """A kind that takes a ticket. :raises ValueError: if another kind has the name"""
    return _add(TopicKind(name=name, description=description))


def declare_public(name: str, description: str, *, parameter: str, prefix: str) -> TopicKind:
    """A kind that anybody may watch, by ids with the ``prefix``. :raises ValueError: if another kind has the name"""
    return _add(TopicKind(name=name, description=description, parameter=parameter, prefix=prefix))


def list_kinds() -> list[TopicKind]:
    """Every kind of the modules imported so far, by name."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)


def watched(parameters: dict[str, list[str]]) -> list[Topic]:
    """The public topics that these ids name, by parameter. :raises ValueError: for an unknown parameter or an id of another form"""
    kinds = {kind.parameter: kind for kind in _kinds.values() if kind.is_public}
    found: dict[Topic, None] = {}
    for parameter, owners in parameters.items():
        kind = kinds.get(parameter)
        if kind is None or not all(ids.is_id(owner, kind.prefix) for owner in owners):
            raise ValueError(parameter)
        found |= dict.fromkeys(kind.of(owner) for owner in owners)
    return list(found)


def stream_key(topic: Topic) -> str:
    """Where the latest messages of a topic are kept."""
    return valkey.key(f"live:messages:{topic.key}")


def listened_key(topic: Topic) -> str:
    """There while it has a listener, and for as long afterwards as messages are kept: says since when, and the newest number."""
    return valkey.key(f"live:listened:{topic.key}")


def listened(topics: Iterable[Topic]) -> set[Topic]:
    """Those that have a listener, or had one a short while ago: for others nothing has to be read. :raises CacheUnavailable:"""
    wanted = list(dict.fromkeys(topics))
    if not wanted:
        return set()
    found = valkey.run(*(("EXISTS", listened_key(topic)) for topic in wanted))
    return {topic for topic, is_there in zip(wanted, found, strict=True) if is_there}


def group_of(topic: Topic) -> str:
    """The name of its group in the channel layer: of the tenant in scope."""
    return f"{tenancy.current().slug}.topic.{topic.key}"


def _add(kind: TopicKind) -> TopicKind:
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"Two kinds of topic are named {kind.name}")
    return kind
