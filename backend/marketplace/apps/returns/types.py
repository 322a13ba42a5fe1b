"""The words of returns."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from marketplace.apps.orders.types import RefundReason, VendorOrder
from marketplace.kit.ids import VariantId
from marketplace.kit.money import Money


class ReturnState(StrEnum):
    """How far a return is. ``refused``, ``canceled``, ``expired`` and ``refunded`` are ends."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    CANCELED = "canceled"
    EXPIRED = "expired"
    PARTLY_RECEIVED = "partly_received"
    RECEIVED = "received"
    INSPECTED = "inspected"
    REFUNDED = "refunded"


class ExchangeState(StrEnum):
    """
    How far an exchange is: ``wanted`` until the return is approved; ``held``, as its stock is then; ``due`` once the return is refunded,
    until the new order is placed and what it costs more is paid; ``ordered``; or ``ended`` without an order.
    """

    WANTED = "wanted"
    HELD = "held"
    DUE = "due"
    ORDERED = "ordered"
    ENDED = "ended"


class ExchangeRefusal(StrEnum):
    """
    Why the units of a part cannot be exchanged. An exchange waits as store credit between the return and the new order: a guest has no
    account to hold it, and what was paid on delivery is not with us.
    """

    GUEST = "guest"
    PAID_ON_DELIVERY = "paid_on_delivery"


def exchange_refusal(part: VendorOrder) -> ExchangeRefusal | None:
    """Why nothing of the part can be exchanged; none: it can be."""
    if part.settles_on_delivery:
        return ExchangeRefusal.PAID_ON_DELIVERY
    return None if part.takes_store_credit else ExchangeRefusal.GUEST


ENDED = (ReturnState.REFUSED, ReturnState.CANCELED, ReturnState.EXPIRED, ReturnState.REFUNDED)
# Why a customer returns products; ``other`` is a reason of the customer's own, for which the delivery is not refunded.
RETURN_REASONS = (RefundReason.WITHDRAWAL, RefundReason.DAMAGED, RefundReason.NOT_AS_DESCRIBED, RefundReason.LATE, RefundReason.OTHER)

RETURN_REASON_NAMES = tuple(reason.value for reason in RETURN_REASONS)


class ReturnLine(msgspec.Struct, frozen=True, kw_only=True):
    """
    Units of one line: how many are to come, how many have arrived, how many of those are taken back and refunded (``accepted``), and how
    many of these are in stock again (``sellable``). ``exchange_for`` is the variant that the customer wants instead; empty for none.
    """

    line_id: str
    variant_id: VariantId
    sku: str
    title: str
    quantity: int
    received: int = 0
    accepted: int = 0
    sellable: int = 0
    exchange_for: str = ""
    exchange_title: str = ""


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """
    What becomes of the products that the customer wants instead. While it is ``due``, the cart ``cart_id`` is ordered like any other, until
    ``until``; ``order_id`` is the new order.
    """

    state: ExchangeState
    cart_id: str
    order_id: str
    until: datetime | None


class ExchangeOption(msgspec.Struct, frozen=True, kw_only=True):
    """Another variant of a product that can be returned; ``available`` is null where nothing limits it."""

    variant_id: VariantId
    title: str
    price: Money
    available: int | None


class InspectedLine(msgspec.Struct, frozen=True, kw_only=True):
    """What an inspection says of one line."""

    line_id: str
    accepted: int
    sellable: int


class ReturnView(msgspec.Struct, frozen=True, kw_only=True):
    """
    A return. ``reason`` is typed, ``comment`` the customer's; ``decision`` is why it was refused, or what the inspection says to the
    customer. ``send_until`` is when the products must have arrived. ``declared_by`` is who withdrew. Of what the law grants
    (``is_granted_by_law``) nothing can be refused. The refund goes to the customer's store credit if the customer wants it
    (``as_store_credit``). ``drop_off`` says where the products are handed in, ``has_label`` that there is a label to print.
    """

    id: str
    order_id: str
    order_number: str
    vendor_order_id: str
    vendor_id: str
    state: ReturnState
    reason: RefundReason
    comment: str
    decision: str
    lines: list[ReturnLine]
    photo_ids: list[str]
    instructions: str
    requested_at: datetime
    decided_at: datetime | None
    send_until: datetime | None
    received_at: datetime | None
    inspected_at: datetime | None
    ended_at: datetime | None
    declared_by: str
    is_granted_by_law: bool
    as_store_credit: bool
    drop_off: str
    has_label: bool
    exchange: Exchange | None


class PolicyView(msgspec.Struct, frozen=True, kw_only=True):
    """What a vendor grants: ``days`` (null: the region's), and the ``instructions`` by which products are sent back to it."""

    days: int | None
    instructions: str
    etag: str


class ReturnablePart(msgspec.Struct, frozen=True, kw_only=True):
    """
    What of one vendor's part can be returned now. Until ``withdrawal_ends_at`` without a cause, and approved at once, where the law grants
    that (``is_withdrawal_granted``: now); until ``window_ends_at`` for any reason; null while not everything has arrived. ``units`` is by
    line. ``takes_store_credit``: the refund can go to the customer's store credit instead, and the customer can ask for one of the
    ``exchanges``, which are by line. Where there would be some and none can be asked for, ``exchange_refusal`` says why.
    """

    vendor_order_id: str
    vendor_name: str
    units: dict[str, int]
    is_withdrawal_granted: bool
    withdrawal_ends_at: datetime | None
    window_ends_at: datetime | None
    reasons: list[RefundReason]
    takes_store_credit: bool
    instructions: str
    exchanges: dict[str, list[ExchangeOption]]
    exchange_refusal: ExchangeRefusal | None


class HourOfReturns(msgspec.Struct, frozen=True, kw_only=True):
    """How many returns of one vendor's orders were asked for in an hour of the region's clock, for one reason."""

    hour: datetime
    vendor_id: str
    reason: str
    count: int
