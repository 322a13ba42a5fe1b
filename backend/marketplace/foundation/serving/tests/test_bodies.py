from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import IO

import pytest

from marketplace.foundation.rest.problems import Malformed, TooLarge
from marketplace.foundation.serving import bodies
from marketplace.foundation.serving.bodies import BodyReader, BodyTooSlow
from marketplace.kit.errors import Unavailable


async def chunks(*given: bytes, then_hangs: bool = False) -> AsyncIterator[bytes]:
    for chunk in given:
        yield chunk
    if then_hangs:
        await asyncio.Event().wait()
    yield b""


def read(chunks: AsyncIterator[bytes], length: int, reader: BodyReader | None = None) -> IO[bytes]:
    return asyncio.run((reader or BodyReader()).read(chunks, length))


def test_a_body_is_read_from_its_start():
    assert read(chunks(b"ab", b"c"), 3).read() == b"abc"


def test_a_large_body_waits_on_disk():
    body = read(chunks(b"x" * bodies.IN_MEMORY_BYTES, b"y"), bodies.IN_MEMORY_BYTES + 1)

    assert body.fileno() > 0
    assert body.read()[-1:] == b"y"


def test_a_body_that_is_too_large_is_refused_when_it_is_read():
    with pytest.raises(TooLarge):
        read(chunks(), bodies.MAX_BODY_BYTES + 1).read()


def test_a_body_that_is_cut_off_is_refused_when_it_is_read():
    with pytest.raises(Malformed):
        read(chunks(b"ab"), 3).read(10)


def test_a_body_that_does_not_come_is_refused_when_it_is_read():
    with pytest.raises(BodyTooSlow):
        read(chunks(b"ab", then_hangs=True), 3, BodyReader(wait_s=0)).readline()


def test_time_is_added_for_what_has_arrived():
    impatient = BodyReader(wait_s=0, slowest_bytes_s=1)

    assert read(chunks(b"x" * 1000, b"y"), 1001, impatient).read(1) == b"x"


def test_bodies_on_their_way_are_limited_together():
    reader = BodyReader(max_waiting_bytes=10)

    with pytest.raises(Unavailable):
        read(chunks(b"x" * 11), 11, reader).read()
    assert read(chunks(b"x" * 10), 10, reader).read() == b"x" * 10
