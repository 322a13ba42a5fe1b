"""
Reads the vectors of an R data file (``.rda``): as much of R's serialization format (XDR, versions 2 and 3) as data frames of numbers need.

The format is in the manual "R Internals", section "Serialization Formats".
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct
from typing import Any

import numpy as np

_NIL, _GLOBAL, _REFERENCE = 254, 253, 255
_SYMBOL, _PAIRS, _CHARACTERS, _LOGICAL, _INTEGER, _REAL, _STRINGS, _LIST = 1, 2, 9, 10, 13, 14, 16, 19
_HAS_ATTRIBUTES, _HAS_TAG = 1 << 9, 1 << 10


def read_rdata(content: bytes) -> dict[str, Any]:
    """Its objects by name: vectors as arrays, lists with names (data frames, too) as dictionaries. :raises ValueError: for other things"""
    for begin, decompress in ((b"\x1f\x8b", gzip.decompress), (b"BZh", bz2.decompress), (b"\xfd7zXZ", lzma.decompress)):
        if content.startswith(begin):
            content = decompress(content)
    if content[:7] not in (b"RDX2\nX\n", b"RDX3\nX\n"):
        raise ValueError("no R data in XDR")
    found = _Reader(content[7:]).read()
    return found if isinstance(found, dict) else {}


class _Reader:
    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0
        self._symbols: list[str] = []
        version, _, _ = self._integers(3)
        if version == 3:
            self._text(self._integers(1)[0])  # the encoding

    def read(self) -> Any:
        flags = int(self._integers(1)[0])
        kind = flags & 0xFF
        if kind in (_NIL, _GLOBAL):
            return None
        if kind == _REFERENCE:
            return self._symbols[(flags >> 8) - 1]
        if kind == _SYMBOL:
            self._symbols.append(self.read())
            return self._symbols[-1]
        if kind == _PAIRS:
            return self._pairs(flags)
        value = self._vector(kind)
        attributes = self.read() if flags & _HAS_ATTRIBUTES else {}
        if kind == _LIST and attributes and attributes.get("names") is not None:
            return dict(zip(attributes["names"], value, strict=True))
        return value

    def _pairs(self, flags: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while True:
            if flags & _HAS_ATTRIBUTES:
                self.read()
            name = self.read() if flags & _HAS_TAG else ""
            found[name] = self.read()
            flags = int(self._integers(1)[0])
            if flags & 0xFF == _NIL:
                return found
            if flags & 0xFF != _PAIRS:
                raise ValueError("a list of pairs that does not end")

    def _vector(self, kind: int) -> Any:
        length = int(self._integers(1)[0])
        if kind == _CHARACTERS:
            return "" if length < 0 else self._text(length)
        if kind in (_INTEGER, _LOGICAL):
            return self._integers(length)
        if kind == _REAL:
            return np.frombuffer(self._take(8 * length), dtype=">f8").astype(float)
        if kind in (_STRINGS, _LIST):
            return [self.read() for _ in range(length)]
        raise ValueError(f"objects of kind {kind} are not read")

    def _integers(self, count: int) -> Any:
        return np.frombuffer(self._take(4 * count), dtype=">i4").astype(int)

    def _text(self, length: int) -> str:
        return self._take(int(length)).decode("utf-8", "replace")

    def _take(self, count: int) -> bytes:
        if self._at + count > len(self._content):
            raise ValueError("the file ends too early")
        self._at += count
        return struct.unpack_from(f"{count}s", self._content, self._at - count)[0]  # type: ignore[no-any-return]
