"""Facts about what went wrong, with the code and status that a caller of the API sees (RFC 9457)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import msgspec

from marketplace.kit.texts import Text


class FieldError(msgspec.Struct, frozen=True):
    """One thing wrong with one field; ``field`` is a dotted path such as ``lines.0.quantity``."""

    field: str
    code: str
    message: Text


class MarketplaceError(Exception):
    """
    Base of every error that a caller may see. ``extra`` becomes further members of the problem document.

    Callers read ``detail`` (the title, where there is none) in their own language. ``note`` is for logs and never leaves the program.
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "The request could not be completed"

    def __init__(self, detail: Text | None = None, *, note: str = "", errors: Sequence[FieldError] = (), **extra: Any) -> None:
        super().__init__(note or str(detail or self.title))
        self.detail = detail or Text(self.title)
        self.errors = tuple(errors)
        self.extra = extra

    @property
    def headers(self) -> dict[str, str]:
        """Headers of the answer, such as Retry-After."""
        return {}


class InvalidInput(MarketplaceError):
    """What was sent does not have the form or the values it must have."""

    code = "invalid_input"
    status = 422
    title = "Some of what was sent is not valid"


class NotFound(MarketplaceError):
    """There is no such thing, or it belongs to another owner: the caller cannot tell which."""

    code = "not_found"
    status = 404
    title = "There is no such thing here"


class Forbidden(MarketplaceError):
    """The caller is known, but the role does not allow this."""

    code = "forbidden"
    status = 403
    title = "Your role does not allow this"


class Conflict(MarketplaceError):
    """The state of things forbids it. Pass ``state`` so that the caller learns which state."""

    code = "conflict"
    status = 409
    title = "The present state does not allow this"


class Stale(MarketplaceError):
    """The version that the caller names is not the stored one: reload and try again."""

    code = "stale"
    status = 412
    title = "It was changed by another person in the meantime; load it again"


class Unavailable(MarketplaceError):
    """Something that this needs does not answer now; trying again later may help."""

    code = "unavailable"
    status = 503
    title = "Not available right now"

    def __init__(self, detail: Text | None = None, *, note: str = "", retry_after_s: int = 5, **extra: Any) -> None:
        super().__init__(detail, note=note, **extra)
        self.retry_after_s = retry_after_s

    @property
    def headers(self) -> dict[str, str]:
        return {"Retry-After": str(self.retry_after_s)}
