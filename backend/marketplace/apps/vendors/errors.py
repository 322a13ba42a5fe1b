from __future__ import annotations

from collections.abc import Sequence

from marketplace.apps.vendors.types import VendorState
from marketplace.kit.errors import Conflict
from marketplace.kit.texts import Text

_OF_STATE: dict[str, Text] = {
    VendorState.PENDING: Text("The vendor has not been approved yet."),
    VendorState.APPROVED: Text("The vendor is approved."),
    VendorState.SUSPENDED: Text("The vendor is suspended."),
    VendorState.CLOSED: Text("The vendor is closed."),
}


class VendorNotSelling(Conflict):
    """Some of the vendors may not sell now; ``vendor_ids`` says which."""

    code = "vendor_not_selling"
    title = "Products of a vendor that does not sell here at present"

    def __init__(self, *, vendor_ids: Sequence[str]) -> None:
        super().__init__(vendor_ids=list(vendor_ids))
        self.vendor_ids = tuple(vendor_ids)


class VendorStateForbids(Conflict):
    """``state`` is the present one."""

    code = "vendor_state_forbids"
    title = "The vendor's present state does not allow this"

    def __init__(self, *, state: str) -> None:
        super().__init__(_OF_STATE[state], state=state)


class LastOwner(Conflict):
    code = "last_owner"
    title = "A vendor needs at least one owner who can log in"


class OwnerNotConfirmed(Conflict):
    code = "owner_not_confirmed"
    title = "No owner of this vendor has confirmed the e-mail address yet"


class PapersNeeded(Conflict):
    """``kinds`` are those that are missing or were refused."""

    code = "papers_needed"
    title = "The vendor has not shown all papers that every vendor has to show"

    def __init__(self, *, kinds: Sequence[str]) -> None:
        super().__init__(kinds=list(kinds))


class NoPayoutAccount(Conflict):
    """``currency`` is what could not be paid."""

    code = "no_payout_account"
    title = "The vendor has not said where to pay"


class TooManyApiKeys(Conflict):
    code = "too_many_api_keys"
    title = "There are too many API keys; revoke one first"


class TooManyDocuments(Conflict):
    code = "too_many_documents"
    title = "There are too many documents; ask the operator"
