"""A ticket lets one connection in: short-lived, used once, and of no use to who reads it in a log afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import msgspec

from marketplace.foundation.cache import valkey
from marketplace.foundation.realtime import scripts
from marketplace.foundation.realtime.keys import number_key, ticket_key
from marketplace.foundation.realtime.topics import Topic
from marketplace.foundation.rest import tokens
from marketplace.kit import limits
from marketplace.kit.ids import hash_secret, new_secret

TICKET_S = limits.declare("realtime.ticket", 30, "seconds", "Until a ticket has to be used; 4401 after it.")
TICKET_LIFE = timedelta(seconds=TICKET_S)
CONNECTION_LIFE = tokens.LIFE  # no connection outlives the access token that it was opened with by more than a token's life


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a ticket opens. Access ends when it does for one of ``subjects`` (a session, an API key, a vendor). ``caller`` is who limits are
    counted for.
    """

    topics: tuple[Topic, ...] = ()
    subjects: tuple[str, ...] = ()
    caller: str = ""
    is_staff: bool = False
    number: int = 0  # the present when the ticket was given; set when it is redeemed


def give(grant: Grant) -> str:
    """A ticket of the tenant in scope, valid for ``TICKET_LIFE``. :raises CacheUnavailable:"""
    ticket = new_secret()
    keys = (number_key(), ticket_key(hash_secret(ticket)))
    valkey.run(("EVAL", scripts.GIVE, len(keys), *keys, msgspec.json.encode(grant), TICKET_S * 1000))
    return ticket


def read(stored: bytes) -> Grant:
    """What Valkey held for a ticket."""
    number, _, granted = stored.partition(b"\n")
    return msgspec.structs.replace(msgspec.json.decode(granted, type=Grant), number=int(number))


def topics_of(grant: Grant) -> Sequence[str]:
    """As clients read them."""
    return [topic.shown for topic in grant.topics]
