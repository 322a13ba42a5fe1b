"""
Types that msgspec decodes, looked into before there are threads.

msgspec learns a type's fields when it first decodes one, and shows them to other threads before it has finished: two threads that are the
first to decode one at the same moment can crash the process. So whatever runs threads calls ``prepare`` before it starts them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import msgspec

from marketplace.foundation.events.types import Event


def prepare() -> int:
    """Have msgspec look into every struct and event that is imported by now. Returns how many there are."""
    found = {*_below(msgspec.Struct), *_below(Event)}
    for kind in found:
        with suppress(TypeError, NameError):  # what is only written need not be readable
            msgspec.json.Decoder(kind)
    return len(found)


def _below(parent: type[Any]) -> Iterator[type[Any]]:
    for child in parent.__subclasses__():
        yield child
        yield from _below(child)
