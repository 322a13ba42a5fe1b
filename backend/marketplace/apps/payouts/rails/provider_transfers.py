"""The rail of payment providers at which vendors have accounts: money that customers paid there is moved on to the vendors."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType

from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.errors import ProviderUnavailable, VendorAccountRefused
from marketplace.apps.payments.types import VendorTransfer, VendorTransferState
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

_STATES = {
    VendorTransferState.PENDING: TransferState.ACCEPTED,
    VendorTransferState.PAID: TransferState.PAID,
    VendorTransferState.FAILED: TransferState.FAILED,
    VendorTransferState.REVERSED: TransferState.RETURNED,
}


class ProviderTransfers(PayoutRail):
    """
    Transfers at one provider, in any currency that its account takes. ``accounts`` is the pattern of how it names vendors' accounts.

    The provider is asked for a transfer before it is asked to make it, so it is made once even after it has forgotten its keys.
    """

    capabilities = RailCapabilities(reports_outcomes=True)

    def __init__(self, provider: str, *, accounts: re.Pattern[str]) -> None:
        self.provider, self._accounts = provider, accounts
        self.name = method_of(provider)

    def can_reach(self, transfer: Transfer) -> bool:
        return self._accounts.fullmatch(transfer.to.account) is not None

    def submit(self, orders: TransferOrders, *, on: date) -> Submission:
        return Submission(outcomes=tuple(self._send(transfer) for transfer in orders.transfers))

    def outcomes_of(self, end_to_end_ids: Sequence[str], *, references: Mapping[str, str] = MappingProxyType({})) -> list[TransferOutcome]:
        try:
            return [
                _outcome(name, payment_services.find_vendor_transfer(self.provider, name, reference=references.get(name, "")))
                for name in end_to_end_ids
            ]
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
        if made.state is VendorTransferState.REVERSED:  # before we learnt that it was made: the money is back
            return TransferOutcome(end_to_end_id=name, state=TransferState.FAILED, reference=made.reference, reason=made.reason)
        return _outcome(name, made)


def method_of(provider: str) -> str:
    """What a payout is called that goes by this rail."""
    return f"{provider}_transfers"


def _outcome(end_to_end_id: str, made: VendorTransfer | None) -> TransferOutcome:
    if made is None:
        return TransferOutcome(end_to_end_id=end_to_end_id, state=TransferState.UNKNOWN)
    state = _STATES[made.state]
    return TransferOutcome(end_to_end_id=end_to_end_id, state=state, reference=made.reference, reason=made.reason, returned=made.returned)
