from __future__ import annotations

from marketplace.kit.errors import Conflict
from marketplace.kit.texts import Text

_OF_RUN = {
    "preview": Text("The payout run has not been approved yet."),
    "approved": Text("The payout run is approved and not paid yet."),
    "paying": Text("The payout run is being paid."),
    "done": Text("The payout run is done."),
    "canceled": Text("The payout run is canceled."),
}
_OF_PAYOUT = {
    "approved": Text("The payout is approved and not paid yet."),
    "paying": Text("The payout is being paid."),
    "paid": Text("The payout is paid."),
    "failed": Text("The payout has failed."),
    "returned": Text("The bank has returned the payout."),
    "canceled": Text("The payout is canceled."),
}
_WHY_NOT = {
    "vendor_suspended": Text("The vendor is suspended."),
    "vendor_not_approved": Text("The vendor is not approved."),
    "no_payout_account": Text("The vendor has not said where to pay this currency."),
    "account_changed_lately": Text("The vendor has changed its payout account lately."),
}


class RunStateForbids(Conflict):
    """``state`` is the run's present one."""

    code = "payout_run_state_forbids"
    title = "The payout run's present state does not allow this"

    def __init__(self, *, state: str) -> None:
        super().__init__(_OF_RUN[state], state=state)


class PayoutStateForbids(Conflict):
    """``state`` is the payout's present one."""

    code = "payout_state_forbids"
    title = "The payout's present state does not allow this"

    def __init__(self, *, state: str) -> None:
        super().__init__(_OF_PAYOUT[state], state=state)


class NeedsSecondPerson(Conflict):
    """The region wants a run to be approved by somebody else than who made it."""

    code = "needs_second_person"
    title = "Somebody else has to approve this payout run"


class PayoutNotPossible(Conflict):
    """The vendor may not be paid now; ``reason`` says why."""

    code = "payout_not_possible"
    title = "The vendor cannot be paid at present"

    def __init__(self, *, reason: str) -> None:
        super().__init__(_WHY_NOT.get(reason), reason=reason)


class PayoutAccountChanged(Conflict):
    """Some vendors changed their account after the payouts were sent; ``payout_ids`` says which. Mark those as failed and retry them."""

    code = "payout_account_changed"
    title = "A payout account was changed after the payout was sent"


class NoOperatorAccount(Conflict):
    """The operator has not said which account of this currency it pays from."""

    code = "no_operator_account"
    title = "The operator's own bank account is not known yet"


class NotATransferCurrency(Conflict):
    """SEPA credit transfers are in euro."""

    code = "not_a_sepa_currency"
    title = "This file exists for payouts in EUR only; use the CSV file"


class VendorNotSettled(Conflict):
    """The vendor still has open affairs; ``open_orders``, ``balances``, ``payouts`` and ``disputes`` name them."""

    code = "vendor_not_settled"
    title = "The vendor still has open orders, money or disputes"
