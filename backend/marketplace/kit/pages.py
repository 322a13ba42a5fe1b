"""A page of a list and the cursor that leads to the next one."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

import msgspec

from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

T = TypeVar("T")
U = TypeVar("U")


class Page(msgspec.Struct, Generic[T], frozen=True):
    """Up to ``limit`` items, and an opaque cursor where there are more."""

    items: Sequence[T]
    next_cursor: str | None = None

    def map(self, convert: Callable[[T], U]) -> Page[U]:
        return Page([convert(item) for item in self.items], self.next_cursor)


class PageRequest(msgspec.Struct, frozen=True):
    """How many items (1 to 100), and from where."""

    limit: int = 20
    cursor: str | None = None


class Sorting(msgspec.Struct, frozen=True):
    """By which of a list's columns, and in which direction; its reader knows what the column is in its store."""

    column: str
    descending: bool = False


def page_of(found: Sequence[T], wanted: PageRequest, *, position: Callable[[T], Any]) -> Page[T]:
    """
    The page that ``found`` begins with. Look for one item more than ``wanted.limit``: that one says whether there are more.

    ``position`` returns where the list goes on after an item: what the cursor holds (plain JSON values).
    """
    shown = found[: wanted.limit]
    return Page(shown, encode_cursor(position(shown[-1])) if len(found) > wanted.limit else None)


def encode_cursor(position: Any) -> str:
    """An opaque, URL-safe text for the position (plain JSON values) after which the next page starts."""
    return base64.urlsafe_b64encode(msgspec.json.encode(position)).decode().rstrip("=")


def decode_cursor(cursor: str, position_type: Any) -> Any:
    """The position in a cursor. :raises InvalidInput: if the cursor is not one that a list gave out"""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        if b"\\u0000" in raw:
            raise ValueError("no database takes this character")
        return msgspec.json.decode(raw, type=position_type)
    except (binascii.Error, ValueError, RecursionError):
        raise InvalidInput(errors=[FieldError("cursor", "invalid_cursor", Text("Not a cursor of this list"))]) from None
