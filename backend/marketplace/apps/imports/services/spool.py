"""
The products of a file as they were read, in files of our own: the vendor's file is parsed once, and each turn of its import reads
what it imports, however far down that stands.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import Any, NamedTuple

import msgspec

from marketplace.apps.imports.domain.shopify.reading import Group
from marketplace.foundation.blobs import BlobsUnavailable, delete_blob, open_blob, save_private
from marketplace.kit.texts import Text

PRODUCTS_OF_PART = 495  # five batches


class Spooled(NamedTuple):
    """The paths of the parts, in the file's order, and how many rows they have."""

    parts: list[str]
    rows: int


def write(import_id: str, groups: Iterable[Group]) -> Spooled:
    """Keep the products; one is in memory at a time. Safe to repeat: the same file gives the same parts."""
    source, parts, rows = iter(groups), list[str](), 0
    for first in source:
        with tempfile.TemporaryFile() as file:
            for group in chain([first], islice(source, PRODUCTS_OF_PART - 1)):
                file.write(_encoder.encode(group) + b"\n")
                rows += len(group.records)
            parts.append(save_private(f"imports/{import_id}/part-{len(parts)}.json", file, "application/json"))
    return Spooled(parts, rows)


def read(parts: Sequence[str], *, skip: int) -> Iterator[Group]:
    """The products behind the first ``skip`` ones."""
    first, left = divmod(skip, PRODUCTS_OF_PART)
    for path in parts[first:]:
        with open_blob(path) as file:
            yield from (_decoder.decode(line) for line in islice(file, left, None))
        left = 0


def delete(parts: Sequence[str]) -> None:
    """Remove the parts of an import that has ended. What cannot be removed now stays: it is private, and small."""
    with suppress(BlobsUnavailable):
        for path in parts:
            delete_blob(path)


def _as_data(value: Any) -> Any:
    if isinstance(value, Text):
        return value.as_data()
    raise NotImplementedError


def _of_data(kind: type, data: Any) -> Any:
    if kind is Text:
        return Text.of_data(data)
    raise NotImplementedError


_encoder = msgspec.json.Encoder(enc_hook=_as_data)
_decoder = msgspec.json.Decoder(Group, dec_hook=_of_data)
