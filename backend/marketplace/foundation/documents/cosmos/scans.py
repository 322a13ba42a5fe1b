"""Reads a whole container, range by range, in pages of what the store gives at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from azure.core.exceptions import HttpResponseError
from azure.cosmos import ContainerProxy

from marketplace.foundation.documents.cosmos.calls import Hook, Requests
from marketplace.foundation.documents.cosmos.feeds import feeds_of, range_of
from marketplace.foundation.documents.cosmos.items import Item
from marketplace.foundation.documents.cosmos.queries import scan_query
from marketplace.foundation.documents.errors import InvalidDocument
from marketplace.foundation.documents.port import Filter
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.pages import decode_cursor, encode_cursor
from marketplace.kit.texts import Text


def read_scan_page(
    requests: Requests, container: ContainerProxy, *, filters: Sequence[Filter], limit: int, continuation: str | None
) -> tuple[list[Item], str | None]:
    """
    At most ``limit`` items, perhaps none, and what leads on: a range's name, and the service's token within it.

    :raises InvalidInput: for a continuation that is not one
    """
    query = scan_query(filters=filters, limit=limit)
    feed, within = _position(requests, container, continuation)

    def act(hook: Hook) -> tuple[list[Item], str | None]:
        found: Any = container.query_items(
            query.sql,
            parameters=query.parameters,
            feed_range=range_of(feed),
            enable_cross_partition_query=True,
            max_item_count=limit,
            response_hook=hook,
        ).by_page(within or None)
        for page in found:
            return list(page), found.continuation_token
        return [], None

    try:
        items, rest = requests.send(act)
    except HttpResponseError as error:
        if continuation is not None and error.status_code == 400:
            raise _invalid_cursor() from error
        raise
    if rest:
        return items, encode_cursor([feed, rest])
    following = _next_feed(requests, container, feed)
    return items, encode_cursor([following, ""]) if following else None


def _position(requests: Requests, container: ContainerProxy, continuation: str | None) -> tuple[str, str]:
    if continuation is None:
        return feeds_of(requests, container)[0], ""
    position = decode_cursor(continuation, list[str])
    try:
        feed, within = position
        range_of(feed)
    except (ValueError, InvalidDocument):
        raise _invalid_cursor() from None
    return feed, within


def _next_feed(requests: Requests, container: ContainerProxy, feed: str) -> str | None:
    """The range behind this one, whatever was split or merged meanwhile."""
    end = range_of(feed)["Range"]["max"]
    behind = [name for name in feeds_of(requests, container) if range_of(name)["Range"]["min"] >= end]
    return min(behind, key=lambda name: range_of(name)["Range"]["min"], default=None)


def _invalid_cursor() -> InvalidInput:
    return InvalidInput(errors=[FieldError("cursor", "invalid_cursor", Text("Not a cursor of this list"))])
