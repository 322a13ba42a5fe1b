"""
What cached answers depend on, by name (``product:prod_1``), and when each of it changed last.

Changes are numbered, in each region. A tag holds the number of its last change; the maker of an answer notes the number of the
last change of all before it reads the stores. The answer holds while none of its tags has a higher number: a change that comes
while the answer is being made is not lost.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime

from marketplace.foundation import tenancy
from marketplace.foundation.cache import valkey
from marketplace.foundation.cache.events import AnswersExpired
from marketplace.foundation.events import outbox

LIFE_S = 1.0  # how long a process goes by what it last heard of a tag: also the most often that a busy tag makes anybody read anew
KEPT_S = 86_400  # longer than any answer lives
MOST = 50_000  # tags that a process knows of
LAST_CHANGE = "changes"

_heard: dict[tuple[str, str], tuple[float, int]] = {}


def expire(*tags: str) -> None:
    """
    Put everything that depends on these out of date: at once in this process, within ``LIFE_S`` in the others. Caches that are not ours
    (``revalidation``) hear of it by an event.

    Call it when the change can be read, so after its commit. :raises CacheUnavailable: then call it again
    """
    tenancy.forbid_in_transaction("answers are put out of date")
    now = datetime.now(UTC)
    # From the milliseconds of the first one, so that numbers rise even if Valkey has forgotten the last.
    first = int(now.timestamp() * 1000)
    _, number = valkey.run(("SET", valkey.key(LAST_CHANGE), first, "NX"), ("INCR", valkey.key(LAST_CHANGE)))
    valkey.run(*(("SET", _key(tag), number, "EX", KEPT_S) for tag in tags))
    for tag in tags:
        _heard.pop((tenancy.current().slug, tag), None)
    with tenancy.atomic():
        outbox.publish(AnswersExpired(tags=tags, change=number), now=now)


def last_change() -> int:
    """The number of the last change so far. :raises CacheUnavailable:"""
    return number_in(valkey.run(("GET", valkey.key(LAST_CHANGE)))[0])


def number_in(stored: bytes | None) -> int:
    return int(stored or 0)


def have_changed(tags: Iterable[str], *, since: int) -> bool:
    """Whether any of them changed after change number ``since``. :raises CacheUnavailable:"""
    slug, now = tenancy.current().slug, time.monotonic()
    numbers, unheard = [], []
    for tag in tags:
        heard = _heard.get((slug, tag))
        if heard is None or heard[0] < now:
            unheard.append(tag)
        else:
            numbers.append(heard[1])
    if unheard:
        if len(_heard) >= MOST:
            _heard.clear()
        (found,) = valkey.run(("MGET", *map(_key, unheard)))
        for tag, stored in zip(unheard, found, strict=True):
            _heard[slug, tag] = (now + LIFE_S, number_in(stored))
            numbers.append(number_in(stored))
    return any(number > since for number in numbers)


def forget() -> None:
    """What this process has heard."""
    _heard.clear()


def _key(tag: str) -> str:
    return valkey.key(f"tag:{tag}")
