"""Errors of HTTP itself, and those of the stores that every endpoint may meet."""

from __future__ import annotations

from functools import cache

from django.utils.module_loading import import_string

from marketplace.kit.errors import MarketplaceError

# What the clients of the stores raise while a store is away, restarts or has too much to do. A fault of ours is not among them.
# By name, so that nobody who imports this meets an SDK.
_AWAY = (
    "django.db.OperationalError",
    "django.db.InterfaceError",
    "psycopg.OperationalError",
    "psycopg.InterfaceError",
    "redis.exceptions.ConnectionError",
    "redis.exceptions.TimeoutError",
    "redis.exceptions.ReadOnlyError",
    "kombu.exceptions.OperationalError",
)


@cache
def store_is_away() -> tuple[type[Exception], ...]:
    """For ``isinstance``."""
    return tuple(import_string(name) for name in _AWAY)


class InternalError(MarketplaceError):
    """A fault of ours; the request's id leads to it in the logs."""

    code = "internal_error"
    status = 500
    title = "Something went wrong on our side"


class Malformed(MarketplaceError):
    """The request breaks the rules of HTTP, or of ours about its form."""

    code = "malformed"
    title = "The request is malformed"


class LengthRequired(MarketplaceError):
    """A body in chunks does not say how much is to come, and a web server in WSGI's form would not read it."""

    code = "length_required"
    status = 411
    title = "Send the body with a Content-Length"


class TooLarge(MarketplaceError):
    """The body is larger than this endpoint takes; ``limit_bytes`` says how much it takes."""

    code = "too_large"
    status = 413
    title = "The request is too large"
