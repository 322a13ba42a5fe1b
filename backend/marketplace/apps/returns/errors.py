"""What can be wrong with a return, as callers of the API see it."""

from __future__ import annotations

from marketplace.apps.returns.types import ReturnState
from marketplace.kit.errors import Conflict, NotFound
from marketplace.kit.texts import Text

_OF_STATE: dict[str, Text] = {
    ReturnState.REQUESTED: Text("The return was requested and is not decided yet."),
    ReturnState.APPROVED: Text("The return is approved; nothing has arrived yet."),
    ReturnState.REFUSED: Text("The return was refused."),
    ReturnState.CANCELED: Text("The return was canceled."),
    ReturnState.EXPIRED: Text("The return has expired, since nothing arrived in time."),
    ReturnState.PARTLY_RECEIVED: Text("A part of the return has arrived."),
    ReturnState.RECEIVED: Text("The return has arrived."),
    ReturnState.INSPECTED: Text("The return was inspected; its refund is under way."),
    ReturnState.REFUNDED: Text("The return is refunded."),
}


class ReturnNotFound(NotFound):
    """No such return, or another's."""

    title = "There is no such return"


class ReturnStateForbids(Conflict):
    """The ``state`` of the return does not allow this."""

    code = "return_state_forbids"
    title = "The present state of the return does not allow this"

    def __init__(self, *, state: str) -> None:
        super().__init__(_OF_STATE[state], state=state)


class NotReturnable(Conflict):
    """More units than were delivered and are not returned or refunded yet; or the time for this reason is over."""

    code = "not_returnable"
    title = "This cannot be returned"


class WithdrawalStands(Conflict):
    """The law grants it: nobody can refuse it."""

    code = "withdrawal_stands"
    title = "A withdrawal in time cannot be refused"


class TooManyPhotos(Conflict):
    code = "too_many_photos"
    title = "There are enough photos of this order"
