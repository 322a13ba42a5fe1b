"""
The change feed: items of a container in their latest version, in the order of their changes, range by range.

A range of partitions ("feed range") has a feed of its own. Its continuation token is Cosmos DB's, and stays good when the
partitions of the range are split or merged.
"""

from __future__ import annotations

import json
import logging
import re
from base64 import b64decode
from typing import Any

from azure.cosmos import ContainerProxy

from marketplace.foundation import tenancy
from marketplace.foundation.documents.cosmos.calls import Hook, Requests
from marketplace.foundation.documents.cosmos.items import Item
from marketplace.foundation.documents.errors import InvalidDocument

log = logging.getLogger(__name__)

_FEED = re.compile(r"([^:]+):([0-9A-F]*)-([0-9A-F]*)")


def feeds_of(requests: Requests, container: ContainerProxy) -> list[str]:
    """A name for each range of the container."""
    ranges = requests.send(lambda hook: list(container.read_feed_ranges()))
    return [f"{container.id}:{item['Range']['min']}-{item['Range']['max']}" for item in ranges]


def is_feed(name: str) -> bool:
    return _FEED.fullmatch(name) is not None


def container_of(feed: str) -> str:
    """:raises InvalidDocument: for a name that ``feeds_of`` did not give"""
    return _parsed(feed)[1]


def range_of(feed: str) -> dict[str, Any]:
    """:raises InvalidDocument: for a name that ``feeds_of`` did not give"""
    match = _parsed(feed)
    return {"Range": {"min": match[2], "max": match[3], "isMinInclusive": True, "isMaxInclusive": False}}


def read_page(
    requests: Requests, container: ContainerProxy, *, feed_range: dict[str, Any] | None, token: str | None, limit: int
) -> tuple[list[Item], str | None]:
    """
    Up to ``limit`` items behind ``token`` (none: from the beginning), and the token that leads on; no items: nothing has changed.

    :raises InvalidDocument: for a token that the feed did not give
    """
    place: dict[str, Any] = {"continuation": token} if token else {"start_time": "Beginning", "mode": "LatestVersion"}
    if not token and feed_range is not None:
        place["feed_range"] = feed_range

    def act(hook: Hook) -> tuple[list[Item], str | None]:
        pages: Any = container.query_items_change_feed(max_item_count=limit, response_hook=hook, **place).by_page()
        for page in pages:
            return list(page), pages.continuation_token
        return [], token

    try:
        return requests.send(act)
    except ValueError as error:
        raise InvalidDocument(f"{token!r} is not a token of this feed") from error


def read_on(requests: Requests, container: ContainerProxy, feed: str, *, token: str, limit: int) -> tuple[list[Item], str]:
    """
    A page of one feed. Behind a token that is none of the container's any more (it was restored, or made anew) it begins at the
    beginning: what is there and was announced before is announced again, which the outbox knows by its ids.
    """
    try:
        items, behind = read_page(requests, container, feed_range=range_of(feed), token=token or None, limit=limit)
    except InvalidDocument:
        if not _is_of_a_container(token):
            raise
        log.warning("The feed %s of %s is another one than before, and is read from its beginning", feed, tenancy.current().slug)
        token = ""
        items, behind = read_page(requests, container, feed_range=range_of(feed), token=None, limit=limit)
    return items, (behind or "") if items else token


def _is_of_a_container(token: str) -> bool:
    """Whether Azure's client made it; it names the container."""
    try:
        return "containerRid" in json.loads(b64decode(token))
    except (ValueError, TypeError):
        return False


def _parsed(feed: str) -> re.Match[str]:
    match = _FEED.fullmatch(feed)
    if match is None:
        raise InvalidDocument(f"{feed!r} is not a feed of this store")
    return match
