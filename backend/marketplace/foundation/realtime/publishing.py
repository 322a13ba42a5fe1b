"""For subscribers of events: publish messages, end access."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import datetime, timedelta

import msgspec

from marketplace.foundation import tracing
from marketplace.foundation.cache import valkey
from marketplace.foundation.realtime import scripts
from marketplace.foundation.realtime.keys import channel_of, ended_key, group_of_subject, number_key
from marketplace.foundation.realtime.messages import Addressed, Content
from marketplace.foundation.realtime.tickets import CONNECTION_LIFE, TICKET_LIFE
from marketplace.foundation.realtime.topics import group_of, listened_key, stream_key
from marketplace.kit import limits

KEPT_MESSAGES = limits.declare("realtime.kept_messages", 200, "messages", "Of a topic, for who comes back; `reload` for who misses more.")
KEPT_S = limits.declare("realtime.kept", 900, "seconds", "That messages are kept for who comes back; `reload` after a longer absence.")
KEPT_FOR = timedelta(seconds=KEPT_S)


def publish(messages: Iterable[Addressed], *, at: datetime) -> None:
    """
    Send messages to those who listen, and keep them for those who come back. What nobody listens to is dropped.

    They are sent one after the other in the order given: their numbers grow. :raises CacheUnavailable: some may have been sent
    """
    place = tracing.current_recorded()
    commands = [_command(addressed, at=at, place=place) for addressed in messages]
    if commands:
        began = time.perf_counter()
        valkey.run(*commands)
        tracing.part_ended("live.publish", time.perf_counter() - began, "ok", messages=str(len(commands)))


def _command(addressed: Addressed, *, at: datetime, place: str) -> tuple[object, ...]:
    topic = addressed.topic
    keys = (number_key(), stream_key(topic), listened_key(topic))
    content = msgspec.json.encode(Content.of(addressed, at=at))
    kept = (KEPT_MESSAGES, KEPT_S * 1000)
    return ("EVAL", scripts.PUBLISH, len(keys), *keys, channel_of(group_of(topic)), topic.key, content, *kept, place)


def end_access(subjects: Iterable[str]) -> None:
    """
    Close the connections whose tickets name one of these subjects (a session, an API key, a vendor) and were given before now.

    Safe to repeat. :raises CacheUnavailable: some may be closed
    """
    life_ms = int((CONNECTION_LIFE + TICKET_LIFE).total_seconds() * 1000)
    commands = [
        ("EVAL", scripts.END, 2, number_key(), ended_key(subject), channel_of(group_of_subject(subject)), life_ms) for subject in subjects
    ]
    if commands:
        valkey.run(*commands)
