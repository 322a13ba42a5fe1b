from __future__ import annotations

from marketplace.kit.errors import Conflict, MarketplaceError, NotFound, Stale, Unavailable


class DocumentNotFound(NotFound):
    """No document has that id in that partition."""


class DocumentExists(MarketplaceError):
    code = "already_exists"
    status = 409
    title = "There is already something with that id"


class StaleDocument(Stale):
    """The etag is not that of the stored document."""


class DocumentContended(Conflict):
    """Other writers changed the document each time that a change was tried."""

    code = "contended"
    title = "Others are changing it right now; try again"


class ConditionFailed(MarketplaceError):
    """A patch's condition does not hold of the stored document, or the patch does not fit its shape."""

    code = "condition_failed"
    status = 409
    title = "The present state does not allow this"


class InvalidDocument(ValueError):
    """An id with forbidden characters, a document over 2 MB, a batch over its limits: a programming error."""


class ForeignDocument(RuntimeError):
    """A document of one tenant was about to be read or written in another's scope: always a programming error."""


class UnknownSchemaVersion(RuntimeError):
    """The document was written by a newer program than this one, which must not guess at its meaning."""


class StoreThrottled(Unavailable):
    code = "store_throttled"
    title = "Too much at once; try again shortly"


class StoreUnavailable(Unavailable):
    code = "store_unavailable"
    title = "The document store does not answer"
