"""The port of payout rails: how transfers get to the vendors' accounts, by a bank's file or by a payment provider's API."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType

import msgspec

from marketplace.apps.vendors.types import PayoutAccount
from marketplace.kit.money import Money


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """One transfer. ``end_to_end_id`` names the attempt, ``description`` the payout. ``to.account`` has the form that the rail wants."""

    payout_id: str
    end_to_end_id: str
    amount: Money
    to: PayoutAccount
    description: str
    charge: str = ""  # at a payment provider, the charge that all of it comes from; empty: it comes from the balance


class TransferOrders(msgspec.Struct, frozen=True, kw_only=True):
    """Transfers of one run and currency, and the account of the operator that they are paid from."""

    run_id: str
    currency: str
    holder: str
    account: str
    bic: str
    transfers: list[Transfer]


class TransferFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that a person brings to the bank."""

    content: bytes
    content_type: str
    ending: str


class TransferState(StrEnum):
    """
    What a rail says of a transfer: ``accepted`` is on its way, with a reason if it waits for a person; ``unknown`` has no answer yet, or
    was never received, and is neither paid nor failed; ``returned`` came back after it was paid.
    """

    ACCEPTED = "accepted"
    PAID = "paid"
    FAILED = "failed"
    RETURNED = "returned"
    UNKNOWN = "unknown"


class TransferOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """
    The state of one transfer, named by its end-to-end id; ``reference`` is the rail's, ``reason`` why it failed or was returned.
    ``returned`` is what came back of one that is paid, where it is a part.
    """

    end_to_end_id: str
    state: TransferState
    reference: str = ""
    reason: str = ""
    returned: Money | None = None


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """What became of submitted transfers: a file to bring to the bank, or an outcome of each transfer."""

    file: TransferFile | None = None
    outcomes: tuple[TransferOutcome, ...] = ()


class RailCapabilities(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a rail can do. ``currencies`` empty: every currency. ``most_minor`` is the largest transfer, in minor units; 0 for no limit.

    ``reports_outcomes``: the rail can be asked what became of a transfer; else the operator's staff say it, from the bank's statement.
    """

    currencies: frozenset[str] = frozenset()
    most_minor: int = 0
    reports_outcomes: bool

    def takes(self, currency: str) -> bool:
        """Whether transfers in ``currency`` can be sent at all."""
        return not self.currencies or currency in self.currencies


class PayoutRail(ABC):
    """
    A way to pay vendors. A rail moves no money twice for one end-to-end id, however often it is submitted.

    Rails hold no state of ours and are called outside any transaction.
    """

    name: str
    capabilities: RailCapabilities

    def can_send(self, transfer: Transfer) -> bool:
        """Whether the rail would take this transfer: its currency, its amount, and the form of its account."""
        most = self.capabilities.most_minor
        is_small = not most or transfer.amount.minor <= most
        return self.capabilities.takes(transfer.amount.currency) and is_small and self.can_reach(transfer)

    @abstractmethod
    def can_reach(self, transfer: Transfer) -> bool:
        """Whether the vendor's account has the form that this rail wants."""

    @abstractmethod
    def submit(self, orders: TransferOrders, *, on: date) -> Submission:
        """
        Send the transfers, to be executed ``on`` that day of the region. Each of them passed ``can_send``, and there is at least one.

        One transfer that is refused does not stop the others. One whose answer is lost is ``unknown``, and submitted again or asked for.

        :raises RailUnavailable: if nothing was sent; the same orders may be submitted again
        """

    def outcomes_of(self, end_to_end_ids: Sequence[str], *, references: Mapping[str, str] = MappingProxyType({})) -> list[TransferOutcome]:
        """
        Returns what became of these transfers, in their order: for rails that report outcomes. ``references`` are the rail's own names of
        them, as far as they were learnt.

        :raises RailUnavailable: if the rail does not answer
        :raises NotImplementedError: if it reports none
        """
        raise NotImplementedError(f"{self.name} reports no outcomes")


class RailUnavailable(Exception):
    """The rail does not answer; try again later."""
