from __future__ import annotations

from marketplace.kit.errors import Conflict, FieldError, InvalidInput
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
    "held": Text("Earnings in the payout are on hold; the payout is canceled, and the next run pays the rest of it."),
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
    """The region wants a run to be approved by another person than the one who made it."""

    code = "needs_second_person"
    title = "Another person has to approve this payout run"


class AdjustmentStateForbids(Conflict):
    """``state`` is the adjustment's present one."""

    code = "adjustment_state_forbids"
    title = "This adjustment has been decided already"


class AdjustmentNeedsSecondPerson(Conflict):
    """The person who proposed an adjustment cannot approve it."""

    code = "adjustment_needs_second_person"
    title = "Another person has to approve this adjustment"


class WriteOffExceedsDebt(Conflict):
    """``debt`` is what the vendor owes at present, in the currency of the adjustment."""

    code = "write_off_exceeds_debt"
    title = "The vendor owes less than is to be written off"


class PayoutNotPossible(Conflict):
    """The payout may not be sent now; ``reason`` says why, ``state`` what it is now."""

    code = "payout_not_possible"
    title = "This payout cannot be sent at present"

    def __init__(self, *, reason: str, state: str) -> None:
        super().__init__(_WHY_NOT.get(reason), reason=reason, state=state)


class PayoutAttemptStale(Conflict):
    """What the bank says is about another attempt than the last; ``attempts`` is the last one's number."""

    code = "payout_attempt_stale"
    title = "This is about another attempt of the payout than the last"


class NoTransfers(Conflict):
    """Nothing of the run waits for the bank: everything is settled, or was set aside, as ``skipped`` says."""

    code = "no_transfers"
    title = "No transfer of this payout run waits for the bank"


class NoOperatorAccount(Conflict):
    """The operator has not said which account of this currency it pays from."""

    code = "no_operator_account"
    title = "The operator's own bank account is not known yet"


class NotATransferCurrency(Conflict):
    """SEPA credit transfers are in euro."""

    code = "not_a_sepa_currency"
    title = "This file exists for payouts in EUR only; use the CSV file"


class ConnectedAccountNotOffered(Conflict):
    """The region has no payment provider that pays vendors, or has not switched that on (``payout_by_provider``)."""

    code = "connected_account_not_offered"
    title = "This marketplace pays vendors to bank accounts only"


class ConfirmationInvalid(InvalidInput):
    """The ``code`` is not the one that was mailed to the account's address last, or it is too old."""

    def __init__(self) -> None:
        message = Text("This code is wrong or too old. Name the address again to get another one.")
        super().__init__(errors=[FieldError("code", "invalid", message)])


class VendorNotSettled(Conflict):
    """The vendor is not settled; ``open_orders``, ``balances``, ``payouts`` and ``holds`` name them."""

    code = "vendor_not_settled"
    title = "The vendor still has open orders, money or holds on its earnings"
