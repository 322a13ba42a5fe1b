"""Reads of conversations. Each takes whose they are: a vendor, or an order that the caller was found to own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from marketplace.apps.messaging.models import Conversation, OrderMessage
from marketplace.apps.messaging.types import OrderConversationView, OrderMessageView, Side
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of


def list_messages_of_order(page: PageRequest, *, order_id: str, vendor_order_id: str = "") -> Page[OrderMessageView]:
    """What was written about an order, or about one vendor's part of it, the newest first."""
    messages = OrderMessage.objects.filter(conversation__order_id=order_id)
    if vendor_order_id:
        messages = messages.filter(conversation_id=vendor_order_id)
    return _page(messages, page)


def list_messages_of_vendor(page: PageRequest, *, vendor_id: str, vendor_order_id: str) -> Page[OrderMessageView]:
    """What was written about one of a vendor's orders, the newest first; nothing of another vendor's."""
    return _page(OrderMessage.objects.filter(conversation__vendor_id=vendor_id, conversation_id=vendor_order_id), page)


def list_conversations(page: PageRequest, *, vendor_id: str, awaits_vendor: bool | None = None) -> Page[OrderConversationView]:
    """A vendor's conversations, the latest first; ``awaits_vendor``: only those that have no answer yet, or only the others."""
    rows = Conversation.objects.filter(vendor_id=vendor_id)
    if awaits_vendor is not None:
        rows = rows.filter(awaits=Side.VENDOR) if awaits_vendor else rows.exclude(awaits=Side.VENDOR)
    if page.cursor:
        at, last_id = decode_cursor(page.cursor, tuple[datetime, str])
        rows = rows.filter(Q(last_sent_at__lt=at) | Q(last_sent_at=at, vendor_order_id__lt=last_id))
    found = list(rows.order_by("-last_sent_at", "-vendor_order_id")[: page.limit + 1])
    return page_of(found, page, position=lambda row: (row.last_sent_at, row.vendor_order_id)).map(conversation_view_of)


def messages_by_id(message_ids: Iterable[str]) -> list[OrderMessageView]:
    """Those that exist, by one query."""
    return [message_view_of(row) for row in OrderMessage.objects.filter(pk__in=set(message_ids)).order_by("id")]


def all_messages_of_orders(order_ids: Sequence[str]) -> list[OrderMessageView]:
    """For the copy of a customer's data."""
    return [message_view_of(row) for row in OrderMessage.objects.filter(conversation__order_id__in=order_ids).order_by("id")]


def message_view_of(row: OrderMessage) -> OrderMessageView:
    return OrderMessageView(id=row.id, vendor_order_id=row.conversation_id, sender=Side(row.sender), text=row.text, sent_at=row.sent_at)


def conversation_view_of(row: Conversation) -> OrderConversationView:
    awaits_vendor = row.awaits == Side.VENDOR
    return OrderConversationView(
        vendor_order_id=row.vendor_order_id,
        order_number=row.order_number,
        awaits_vendor=awaits_vendor,
        message_count=row.message_count,
        last_sender=Side.CUSTOMER if awaits_vendor else Side.VENDOR,
        last_text=row.last_text,
        last_sent_at=row.last_sent_at,
    )


def _page(messages: QuerySet[OrderMessage], page: PageRequest) -> Page[OrderMessageView]:
    if page.cursor:
        messages = messages.filter(pk__lt=decode_cursor(page.cursor, str))
    return page_of(list(messages.order_by("-id")[: page.limit + 1]), page, position=lambda row: row.id).map(message_view_of)
