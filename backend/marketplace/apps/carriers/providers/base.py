"""
What a carrier's adapter does. It is called outside any transaction, with the keys of one vendor's own account.

A label is asked for under our own name of it (``LabelRequest.label_id``). The code above calls ``buy`` for it once; when an answer was lost
it calls ``find``, and never ``buy`` again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Self

import msgspec

from marketplace.apps.accounts.types import Address
from marketplace.apps.carriers.types import LabelOption
from marketplace.kit.money import Money


class Keys(msgspec.Struct, frozen=True):
    """Of a vendor's account at the carrier."""

    public: str
    secret: str


class Party(msgspec.Struct, frozen=True, kw_only=True):
    """Who sends or receives."""

    address: Address
    email: str


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """Of what is in the parcel; ``value`` is a unit's."""

    sku: str
    title: str
    quantity: int
    value: Money


class LabelRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel. ``order_number`` is what people call the order; ``is_return``: it comes back to the vendor."""

    label_id: str
    order_number: str
    service: str
    weight_g: int
    sender: Party
    recipient: Party
    items: tuple[Item, ...]
    is_return: bool


class Bought(msgspec.Struct, frozen=True, kw_only=True):
    """What the carrier has for a label: its own names of it, and what the parcel is followed by."""

    reference: str
    parcel: str
    carrier: str
    tracking_number: str
    tracking_url: str


class CarrierProvider(ABC):
    """One account at one carrier."""

    code: ClassVar[str]

    @classmethod
    @abstractmethod
    def of_keys(cls, keys: Keys) -> Self: ...

    @abstractmethod
    def check(self) -> None:
        """
        Whether the account can be used.

        :raises CarrierKeysRefused: if the carrier does not know the keys :raises CarrierUnavailable: without an answer
        """

    @abstractmethod
    def list_options(self, request: LabelRequest) -> Sequence[LabelOption]:
        """
        The ways to send such a parcel to an address (never to a parcel shop that the customer would have to choose), the cheapest first.

        :raises LabelRefused: if the carrier does not understand the parcel :raises CarrierKeysRefused: :raises CarrierUnavailable:
        """

    @abstractmethod
    def buy(self, request: LabelRequest) -> Bought:
        """
        Buy the label.

        :raises LabelRefused: for good: nothing is bought :raises CarrierKeysRefused: as well
        :raises CarrierUnavailable: it is not known whether it was bought
        """

    @abstractmethod
    def find(self, label_id: str, *, is_return: bool, since: datetime) -> Bought | None:
        """What was bought under our name of it, from ``since`` on. :raises CarrierKeysRefused: :raises CarrierUnavailable:"""

    @abstractmethod
    def fetch_file(self, bought: Bought) -> bytes:
        """The label as a PDF. :raises LabelRefused: if there is none :raises CarrierKeysRefused: :raises CarrierUnavailable:"""

    @abstractmethod
    def void(self, bought: Bought, *, is_return: bool) -> None:
        """
        Void the label. The same again is no error.

        :raises LabelRefused: if the carrier does not take it back :raises CarrierKeysRefused: :raises CarrierUnavailable:
        """
