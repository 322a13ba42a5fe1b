"""What is sent: typed bodies of the apps, and the messages about the connection itself."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar, Self

import msgspec

from marketplace.foundation.realtime.topics import Topic, TopicKind

_bodies: dict[str, type[Body]] = {}


class Body(msgspec.Struct, frozen=True, kw_only=True):
    """
    Base of what messages say (their ``data``). A subclass names its ``type`` and the ``kinds`` of topics that it is published to; its
    docstring says what is true now.

    A new field may be added to a type; anything else is another type.
    """

    type: ClassVar[StrEnum]
    kinds: ClassVar[tuple[TopicKind, ...]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "type" in cls.__dict__:
            known = _bodies.setdefault(str(cls.type), cls)
            if known.__qualname__ != cls.__qualname__:
                raise TypeError(f"two messages are of the type {cls.type}")

    def to(self, topic: Topic) -> Addressed:
        return Addressed(topic, self)


class Addressed(msgspec.Struct, frozen=True):
    """A body, and the topic that it is for."""

    topic: Topic
    body: Body


class Content(msgspec.Struct, frozen=True, kw_only=True):
    """A message but its number, which it gets when it is published."""

    type: str
    topic: str
    at: datetime
    data: Body

    @classmethod
    def of(cls, addressed: Addressed, *, at: datetime) -> Self:
        return cls(type=str(addressed.body.type), topic=addressed.topic.shown, at=at, data=addressed.body)


class ControlType(StrEnum):
    """Messages about the connection."""

    READY = "ready"
    BEAT = "beat"
    RELOAD = "reload"
    ENDED = "ended"


class Control(msgspec.Struct, frozen=True, kw_only=True, tag_field="type"):
    """Base: everything of this connection's topics up to ``number`` has been sent, or named by a reload."""

    number: int


class Ready(Control, frozen=True, kw_only=True, tag=ControlType.READY.value):
    """The connection receives ``topics`` from now on, and has received what was missed."""

    topics: list[str]


class Beat(Control, frozen=True, kw_only=True, tag=ControlType.BEAT.value):
    """The connection is alive."""


class Reload(Control, frozen=True, kw_only=True, tag=ControlType.RELOAD.value):
    """What was missed of these ``topics`` is not kept any more: read them from the API again."""

    topics: list[str]


class Ended(Control, frozen=True, kw_only=True, tag=ControlType.ENDED.value):
    """The last of server-sent events: why they end, by the ``code`` that a WebSocket would be closed with."""

    code: int


CONTROLS: tuple[type[Control], ...] = (Ready, Beat, Reload, Ended)


def list_bodies() -> list[type[Body]]:
    """Those of the modules imported so far, by type."""
    return [_bodies[name] for name in sorted(_bodies)]
