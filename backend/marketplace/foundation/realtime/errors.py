"""Why a connection is refused, or ends: a close code for WebSockets, a status for server-sent events."""

from __future__ import annotations

from enum import IntEnum

from marketplace.kit.errors import MarketplaceError, Unavailable


class CloseCode(IntEnum):
    """What clients decide by."""

    NOT_UNDERSTOOD = 4400
    NEEDS_TICKET = 4401
    ACCESS_ENDED = 4403
    TOO_SLOW = 4408
    TOO_MANY = 4429
    UNAVAILABLE = 4503


class NotUnderstood(MarketplaceError):
    """A parameter or a message that this connection does not take."""

    code = "not_understood"
    status = 422
    title = "This connection does not understand that"


class TicketRefused(MarketplaceError):
    """The ticket is unknown, used, too old, or of another region."""

    code = "ticket_refused"
    status = 401
    title = "This ticket is not valid; ask for another one"


class AccessEnded(MarketplaceError):
    """Who got the ticket has signed out since, or lost the access that it was given for."""

    code = "access_ended"
    status = 403
    title = "This access has ended"


class ForeignOrigin(MarketplaceError):
    """The page that asks is not one of the region's own."""

    code = "foreign_origin"
    status = 403
    title = "Pages of this site may not connect"


class TooManyConnections(MarketplaceError):
    """The caller, or the address, has as many open as it may have."""

    code = "too_many_connections"
    status = 429
    title = "Too many connections are open"

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": "60"}


class TooSlow(MarketplaceError):
    """The client does not read what it is sent."""

    code = "too_slow"
    status = 408
    title = "The client reads too slowly"


def close_code_of(error: MarketplaceError) -> CloseCode:
    if isinstance(error, Unavailable):
        return CloseCode.UNAVAILABLE
    return _CODES[type(error)]


_CODES: dict[type[MarketplaceError], CloseCode] = {
    NotUnderstood: CloseCode.NOT_UNDERSTOOD,
    TicketRefused: CloseCode.NEEDS_TICKET,
    AccessEnded: CloseCode.ACCESS_ENDED,
    TooSlow: CloseCode.TOO_SLOW,
    TooManyConnections: CloseCode.TOO_MANY,
}
