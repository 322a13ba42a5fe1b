"""Writing messages, and taking them away with a customer's data."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from marketplace.apps.messaging.domain.hiding import without_addresses
from marketplace.apps.messaging.errors import ConversationFull, TooManyMessages
from marketplace.apps.messaging.events import MessageSent
from marketplace.apps.messaging.models import Conversation, OrderMessage
from marketplace.apps.messaging.queries import message_view_of
from marketplace.apps.messaging.types import OrderMessageView, Side
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.apps.orders.types import Order, VendorOrder
from marketplace.foundation import rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit import limits
from marketplace.kit.ids import new_id

MAX_MESSAGE = limits.declare("messaging.message", 2_000, "characters", "Of a message about an order; 422 `invalid_input` above it.")
MAX_A_DAY = limits.declare(
    "messaging.a_day", 20, "messages", "That one side writes about a vendor order within 24 hours; 429 `too_many_messages` above it."
)
MAX_OF_CONVERSATION = limits.declare("messaging.conversation", 500, "messages", "About one vendor order; 409 `conversation_full` above it.")
DAY = timedelta(days=1)


def ask_vendor(*, order: Order, vendor_order_id: str, text: str, customer_id: str, now: datetime) -> OrderMessageView:
    """
    Write to the vendor of a part of the order, which the caller was found to own.

    :raises OrderNotFound: if it is no part of that order, was never sold, or its customer's data was erased
    :raises TooManyMessages: :raises ConversationFull: nothing is stored
    """
    part = next((part for part in order.parts if part.vendor_order_id == vendor_order_id), None)
    if part is None:
        raise OrderNotFound
    vendor_order = order_queries.get_vendor_order(part.vendor_id, vendor_order_id)
    return write(vendor_order, Side.CUSTOMER, text, author_id=customer_id, now=now)


def answer_customer(*, vendor_id: str, vendor_order_id: str, text: str, author_id: str, now: datetime) -> OrderMessageView:
    """
    Write to the customer of one of the vendor's orders; also first, such as about a colour that is not there.

    :raises OrderNotFound: if it is no order of that vendor, or its customer's data was erased
    :raises TooManyMessages: :raises ConversationFull: nothing is stored
    """
    vendor_order = order_queries.get_vendor_order(vendor_id, vendor_order_id)
    return write(vendor_order, Side.VENDOR, text, author_id=author_id, now=now)


def erase_orders(order_ids: Sequence[str]) -> None:
    """Delete what was written about these orders, after the orders themselves were erased. Safe to repeat."""
    ids = {"order_ids": list(order_ids)}
    theirs = "conversation_id IN (SELECT vendor_order_id FROM order_conversations WHERE order_id = ANY (%(order_ids)s::text[]))"
    with tenancy.atomic():
        rows.delete_where(OrderMessage, theirs, ids)
        rows.delete_where(Conversation, "order_id = ANY (%(order_ids)s::text[])", ids)


def write(part: VendorOrder, sender: Side, text: str, *, author_id: str, now: datetime) -> OrderMessageView:
    """Store a message about an order that was read. :raises OrderNotFound: :raises TooManyMessages: :raises ConversationFull: as above"""
    if not part.email:
        raise OrderNotFound
    text = without_addresses(text)
    message = OrderMessage(id=new_id("omsg", at=now), conversation_id=part.id, sender=sender, author_id=author_id, text=text, sent_at=now)
    event = MessageSent(
        message_id=message.id,
        vendor_order_id=part.id,
        vendor_id=part.vendor_id,
        order_id=part.order_id,
        order_owner=part.order_owner,
        sender=sender,
    )
    with tenancy.atomic():
        conversation = _locked(part, now=now)
        _admit(conversation, sender, now=now)
        conversation.message_count += 1
        conversation.awaits = Side.VENDOR if sender is Side.CUSTOMER else Side.CUSTOMER
        conversation.last_text, conversation.last_sent_at = " ".join(text.split())[:200], now
        rows.change(conversation, "message_count", "awaits", "last_text", "last_sent_at")
        rows.insert(message, events=[outbox.record(event, now=now)])
    _take_back_if_erased(part)
    return message_view_of(message)


def _take_back_if_erased(part: VendorOrder) -> None:
    """
    Orders are erased before their messages: a message that is stored here before the order's erasure goes with it, and one that came
    after is found out by reading the order again. :raises OrderNotFound: if it is erased
    """
    if not order_queries.get_vendor_order(part.vendor_id, part.id).email:
        erase_orders([part.order_id])
        raise OrderNotFound


def _locked(part: VendorOrder, *, now: datetime) -> Conversation:
    new = Conversation(
        vendor_order_id=part.id,
        vendor_id=part.vendor_id,
        order_id=part.order_id,
        order_number=part.number,
        awaits=Side.VENDOR,
        last_sent_at=now,
    )
    rows.insert(new, unless_there=True)
    found = rows.first(Conversation, "vendor_order_id = %(id)s", {"id": part.id}, for_update=True)
    if found is None:  # erased meanwhile
        raise OrderNotFound
    return found


def _admit(conversation: Conversation, sender: Side, *, now: datetime) -> None:
    if conversation.message_count >= MAX_OF_CONVERSATION:
        raise ConversationFull
    latest = OrderMessage.objects.filter(conversation=conversation, sender=sender, sent_at__gt=now - DAY).order_by("-sent_at")
    times = list(latest.values_list("sent_at", flat=True)[:MAX_A_DAY])
    if len(times) == MAX_A_DAY:
        raise TooManyMessages(retry_after_s=math.ceil((times[-1] + DAY - now).total_seconds()))
