"""Rails in the shape of payment providers' payout APIs, each with the provider's side as a plain value: what the port must fit."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from marketplace.apps.payouts.rails.base import (
    PayoutRail,
    RailCapabilities,
    RailUnavailable,
    Submission,
    Transfer,
    TransferOrders,
    TransferOutcome,
    TransferState,
)

MISSING = "missing"  # an account that the provider does not know


class ProviderSide:
    """Money that the provider has moved, by the key of each request; ``is_answering`` False loses the answers, not the money."""

    def __init__(self) -> None:
        self.moved: dict[str, int] = {}
        self.states: dict[str, TransferState] = {}
        self.is_answering = True
        self.is_reachable = True

    def move(self, key: str, minor: int, *, account: str, state: TransferState) -> None:
        """Once for a key, whatever is asked later under it."""
        if not self.is_reachable:
            raise RailUnavailable
        if key not in self.states:
            self.states[key] = TransferState.FAILED if account == MISSING else state
            if account != MISSING:
                self.moved[key] = minor


class ApiRail(PayoutRail):
    """One request for each transfer. ``first`` is the state that the provider answers with."""

    first = TransferState.ACCEPTED
    prefix = ""

    def __init__(self) -> None:
        self.side = ProviderSide()

    def can_reach(self, transfer: Transfer) -> bool:
        return transfer.to.account.startswith(self.prefix) or transfer.to.account == MISSING

    def key_of(self, end_to_end_id: str) -> str:
        """The reference in the form that the provider wants."""
        return end_to_end_id

    def submit(self, orders: TransferOrders, *, on: date) -> Submission:
        return Submission(outcomes=tuple(self._send(transfer) for transfer in orders.transfers))

    def outcomes_of(self, end_to_end_ids: Sequence[str], *, references: Mapping[str, str] = MappingProxyType({})) -> list[TransferOutcome]:
        if not self.side.is_reachable:
            raise RailUnavailable
        return [self._outcome(name) for name in end_to_end_ids]

    def _send(self, transfer: Transfer) -> TransferOutcome:
        key = self.key_of(transfer.end_to_end_id)
        self.side.move(key, transfer.amount.minor, account=transfer.to.account, state=self.first)
        if not self.side.is_answering:
            return TransferOutcome(end_to_end_id=transfer.end_to_end_id, state=TransferState.UNKNOWN)
        return self._outcome(transfer.end_to_end_id)

    def _outcome(self, end_to_end_id: str) -> TransferOutcome:
        key = self.key_of(end_to_end_id)
        state = self.side.states.get(key, TransferState.UNKNOWN)
        reason = "no such account" if state is TransferState.FAILED else ""
        return TransferOutcome(end_to_end_id=end_to_end_id, state=state, reference=f"tr_{key}", reason=reason)


class StripeTransfers(ApiRail):
    """Transfers to connected accounts: done at once, keyed by the idempotency key, one currency a region's platform account."""

    name = "stripe_transfers"
    capabilities = RailCapabilities(currencies=frozenset({"EUR"}), reports_outcomes=True)
    first = TransferState.PAID
    prefix = "acct_"


class PaystackTransfers(ApiRail):
    """Bulk transfers to recipients: queued, and reported later by a webhook or when asked by the reference (lower case, no underscore)."""

    name = "paystack_transfers"
    capabilities = RailCapabilities(currencies=frozenset({"EUR"}), most_minor=1_000_000_00, reports_outcomes=True)
    prefix = "RCP_"

    def key_of(self, end_to_end_id: str) -> str:
        return end_to_end_id.lower().replace("_", "-")


class MomoDisbursements(ApiRail):
    """Disbursements to telephones: each is accepted without a result under a UUID of ours, and has to be asked for."""

    name = "momo_disbursements"
    capabilities = RailCapabilities(currencies=frozenset({"EUR"}), most_minor=5_000_00, reports_outcomes=True)
    prefix = "+"

    def key_of(self, end_to_end_id: str) -> str:
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"payouts:{end_to_end_id}"))
