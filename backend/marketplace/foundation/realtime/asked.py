"""What a connection's address asks for."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import parse_qs

import msgspec

from marketplace.foundation.realtime import topics
from marketplace.foundation.realtime.errors import NotUnderstood
from marketplace.foundation.realtime.topics import Topic
from marketplace.kit import limits
from marketplace.kit.texts import Text

MAX_WATCHED = limits.declare("realtime.watched", 50, "products", "That a connection watches at once; 4400 above.")
_OWN = {"ticket", "last"}
_MOST_DIGITS = 16  # below 2^53, so that JavaScript has the number exactly


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """``last`` is the last number that the client has seen; none at first."""

    ticket: str = ""
    last: int | None = None
    watched: tuple[Topic, ...] = ()


def read_asked(scope: dict[str, Any]) -> Asked:
    """:raises NotUnderstood: for parameters that are unknown, come twice, or are of another form"""
    try:
        given = parse_qs(scope["query_string"].decode("ascii"), strict_parsing=bool(scope["query_string"]), max_num_fields=8)
    except ValueError:
        raise NotUnderstood(Text("The parameters cannot be read.")) from None
    if any(len(values) > 1 for values in given.values()):
        raise NotUnderstood(Text("A parameter is given twice."))
    single = {name: values[0] for name, values in given.items()}
    last = single.get("last") or header(scope, "last-event-id")
    return Asked(
        ticket=single.get("ticket", ""),
        last=_number(last) if last else None,
        watched=read_watched({name: value.split(",") for name, value in single.items() if name not in _OWN}),
    )


def read_watched(parameters: dict[str, list[str]]) -> tuple[Topic, ...]:
    """:raises NotUnderstood: for an unknown parameter, ids of another form, or too many of them"""
    try:
        found = topics.watched(parameters)
    except ValueError:
        raise NotUnderstood(Text("There is no such parameter, or an id has not the form of one.")) from None
    if len(found) > MAX_WATCHED:
        raise NotUnderstood(Text("At most {limit} at once.", limit=MAX_WATCHED))
    return tuple(found)


def header(scope: dict[str, Any], name: str) -> str:
    """The last of that name, or nothing."""
    wanted = name.encode()
    return next((value.decode("latin-1") for key, value in reversed(scope["headers"]) if key.lower() == wanted), "")


def address_of(scope: dict[str, Any]) -> str:
    """The caller's, by the same rule as requests of the API: the proxy in front sets X-Forwarded-For, whose last entry counts."""
    forwarded = header(scope, "x-forwarded-for").rpartition(",")[2].strip()
    try:
        return str(ip_address(forwarded.partition("%")[0]))
    except ValueError:
        return str((scope.get("client") or ("",))[0])


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise NotUnderstood(Text("The last number is a whole number that a message had."))
    return int(text)
