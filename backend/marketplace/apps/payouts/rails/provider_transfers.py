"""The rail of payment providers at which vendors have accounts: money that customers paid there is moved on to the vendors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.errors import ProviderUnavailable, VendorAccountRefused
from marketplace.apps.payments.types import VendorTransfer
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


class ProviderTransfers(PayoutRail):
    """
    Transfers at one provider: done at once, in any currency that its account takes. ``prefix`` is how it names vendors' accounts.

    The provider is asked for a transfer before it is asked to make it, so it is made once even after it has forgotten its keys.
    """

    capabilities = RailCapabilities(reports_outcomes=True)

    def __init__(self, provider: str, *, prefix: str) -> None:
        self.provider, self._prefix = provider, prefix
        self.name = method_of(provider)

    def can_reach(self, transfer: Transfer) -> bool:
        return transfer.to.account.startswith(self._prefix)

    def submit(self, orders: TransferOrders, *, on: date) -> Submission:
        return Submission(outcomes=tuple(self._send(transfer) for transfer in orders.transfers))

    def outcomes_of(self, end_to_end_ids: Sequence[str]) -> list[TransferOutcome]:
        try:
            return [_outcome(name, payment_services.find_vendor_transfer(self.provider, name)) for name in end_to_end_ids]
        except ProviderUnavailable as error:
            raise RailUnavailable from error

    def _send(self, transfer: Transfer) -> TransferOutcome:
        name = transfer.end_to_end_id
        try:
            made = payment_services.transfer_to_vendor(
                self.provider,
                end_to_end_id=name,
                account=transfer.to.account,
                amount=transfer.amount,
                description=transfer.description,
                charge=transfer.charge,
            )
        except VendorAccountRefused as refused:
            return TransferOutcome(end_to_end_id=name, state=TransferState.FAILED, reason=str(refused.extra["reason"]))
        except ProviderUnavailable:
            return TransferOutcome(end_to_end_id=name, state=TransferState.UNKNOWN)
        if made.is_reversed:  # before we learnt that it was made: the money is back
            return TransferOutcome(end_to_end_id=name, state=TransferState.FAILED, reference=made.reference, reason="reversed")
        return _outcome(name, made)


def method_of(provider: str) -> str:
    """What a payout is called that goes by this rail."""
    return f"{provider}_transfers"


def _outcome(end_to_end_id: str, made: VendorTransfer | None) -> TransferOutcome:
    if made is None:
        return TransferOutcome(end_to_end_id=end_to_end_id, state=TransferState.UNKNOWN)
    state = TransferState.RETURNED if made.is_reversed else TransferState.PAID
    return TransferOutcome(end_to_end_id=end_to_end_id, state=state, reference=made.reference)
