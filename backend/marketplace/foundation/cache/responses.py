"""
Answers that many may share, kept in Valkey and, for the busiest, in the process.

Of all that need an answer that is not there, one makes it (a lock in Valkey says who). The others are given the last one while that is
not too old, or wait for the new one, for a moment; then they make it themselves, so nobody depends on the one that began.
Without Valkey everybody makes their own.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from threading import Lock
from typing import Any, NamedTuple

import msgspec

from marketplace.foundation import metrics
from marketplace.foundation.cache import tags, valkey
from marketplace.foundation.cache.valkey import CacheUnavailable

STALE_S = 10  # how much longer the last answer is there for those who need not wait for a new one
LOCK_MS = 3_000
WAIT_S = 1.0
POLL_S = 0.01
MEMORY_BYTES = 32 * 1024 * 1024  # in each process
CHANGE = "Cache-Change"  # the header with the number of the region's last change before the answer was made


class Answer(msgspec.Struct, frozen=True, array_like=True):
    """A body with its headers, and the tags of what it depends on."""

    body: bytes
    headers: dict[str, str]
    tags: tuple[str, ...]


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """``made_after``: the number of the last change when the answer began to be made."""

    made_after: int
    answer: Answer


class _Found(NamedTuple):
    kept: _Kept
    is_fresh: bool


class _Memory:
    """The busiest answers of this process."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[float, _Kept]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def find(self, key: str) -> _Kept | None:
        with self._lock:
            fresh_until, kept = self._kept.get(key, (0.0, None))
            if kept is None or fresh_until < time.monotonic():
                return None
            self._kept.move_to_end(key)
            return kept

    def keep(self, key: str, kept: _Kept, fresh_for_s: float) -> None:
        with self._lock:
            self._drop(key)
            self._kept[key] = (time.monotonic() + fresh_for_s, kept)
            self._bytes += len(kept.answer.body)
            while self._bytes > MEMORY_BYTES:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _drop(self, key: str) -> None:
        if (item := self._kept.pop(key, None)) is not None:
            self._bytes -= len(item[1].answer.body)


_memory = _Memory()
_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Kept)


def get(name: str, make: Callable[[], Answer], *, fresh_s: int) -> Answer:
    """
    The answer of that name in the tenant in scope, not older than ``fresh_s`` and younger than the last change of its tags; made where
    there is none. What ``make`` raises is passed on and nothing is kept.
    """
    key = valkey.key(f"answer:{name}")
    try:
        found = _find(key)
        if found is not None and found.is_fresh:
            return _counted("hit", found.kept.answer)
        claim = _claim(key)
        found = claim.found or found
        if found is None and not claim.is_ours:
            found = _wait(key)
    except CacheUnavailable:
        return _counted("alone", make())
    if found is not None and (found.is_fresh or not claim.is_ours):
        if claim.is_ours:
            _release(key)
        return _counted("hit" if found.is_fresh else "stale", found.kept.answer)
    return _counted("made", _make(key, make, claim, fresh_s))


def forget() -> None:
    """What this process keeps by itself."""
    _memory.clear()
    tags.forget()


def _counted(outcome: str, answer: Answer) -> Answer:
    metrics.RESPONSE_CACHE.labels(metrics.tenant_in_scope(), outcome).inc()
    return answer


class _Claim(NamedTuple):
    """Whether the answer is ours to make; what was there by then; the number of the last change before."""

    is_ours: bool
    found: _Found | None
    last_change: int


def _find(key: str) -> _Found | None:
    kept = _memory.find(key)
    if kept is not None and _holds(kept):
        return _Found(kept, is_fresh=True)
    return _read(key, *valkey.run(*_reading(key)))


def _claim(key: str) -> _Claim:
    locking = ("SET", _lock_of(key), "1", "NX", "PX", LOCK_MS)
    is_ours, number, stored, left_ms = valkey.run(locking, ("GET", valkey.key(tags.LAST_CHANGE)), *_reading(key))
    return _Claim(bool(is_ours), _read(key, stored, left_ms), tags.number_in(number))


def _wait(key: str) -> _Found | None:
    """What another one makes meanwhile; nothing if it fails to, or takes too long."""
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        time.sleep(POLL_S)
        stored, left_ms, is_locked = valkey.run(*_reading(key), ("EXISTS", _lock_of(key)))
        found = _read(key, stored, left_ms)
        if found is not None or not is_locked:
            return found
    return None


def _make(key: str, make: Callable[[], Answer], claim: _Claim, fresh_s: int) -> Answer:
    try:
        made = make()
    except BaseException:
        if claim.is_ours:
            _release(key)
        raise
    answer = msgspec.structs.replace(made, headers={**made.headers, CHANGE: str(claim.last_change)})
    kept = _Kept(claim.last_change, answer)
    releasing = [("DEL", _lock_of(key))] if claim.is_ours else []
    with suppress(CacheUnavailable):
        valkey.run(("SET", key, _encoder.encode(kept), "EX", fresh_s + STALE_S), *releasing)
        _memory.keep(key, kept, fresh_s)
    return answer


def _release(key: str) -> None:
    """Let the next one begin. If our own lock had ended and this is another's, at worst two make the same."""
    with suppress(CacheUnavailable):
        valkey.run(("DEL", _lock_of(key)))


def _reading(key: str) -> tuple[valkey.Command, valkey.Command]:
    return ("GET", key), ("PTTL", key)


def _read(key: str, stored: bytes | None, left_ms: Any) -> _Found | None:
    if stored is None:
        return None
    kept, fresh_for_s = _decoder.decode(stored), left_ms / 1000 - STALE_S
    is_fresh = fresh_for_s > 0 and _holds(kept)
    if is_fresh:
        _memory.keep(key, kept, fresh_for_s)
    return _Found(kept, is_fresh)


def _holds(kept: _Kept) -> bool:
    return not tags.have_changed(kept.answer.tags, since=kept.made_after)


def _lock_of(key: str) -> str:
    return f"{key}:lock"
