"""Reads of conversations."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import msgspec
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from marketplace.apps.assistant.errors import ConversationNotFound
from marketplace.apps.assistant.models import Conversation, ConversationMessage
from marketplace.apps.assistant.region_settings import CONVERSATIONS_KEPT_DAYS
from marketplace.apps.assistant.types import (
    Answer,
    Author,
    ConversationCopy,
    ConversationDetail,
    ConversationRow,
    ConversationState,
    ConversationView,
    MessageView,
)
from marketplace.kit.ids import hash_secret
from marketplace.kit.pages import Page, PageRequest, decode_cursor, page_of


def get_own(conversation_id: str, *, customer_id: str, token: str) -> Conversation:
    """
    The caller's: by its secret, or as the customer who began it.

    :raises ConversationNotFound: for any other; one that a customer began is not opened by its secret alone
    """
    found = Conversation.objects.filter(pk=conversation_id).first()
    if found is None:
        raise ConversationNotFound
    is_customers = bool(found.customer_id) and found.customer_id == customer_id
    opens = not found.customer_id and bool(token) and constant_time_compare(found.token_hash, hash_secret(token))
    if not is_customers and not opens:
        raise ConversationNotFound
    return found


def get_conversation(conversation: Conversation) -> ConversationView:
    """With all its messages, of which there are not many."""
    return view_of(conversation, messages_of(conversation))


def view_of(conversation: Conversation, messages: list[ConversationMessage]) -> ConversationView:
    return ConversationView(
        id=conversation.id,
        state=ConversationState(conversation.state),
        language=conversation.language,
        messages=[message_view(message) for message in messages],
        kept_days=CONVERSATIONS_KEPT_DAYS.current(),
    )


def messages_of(conversation: Conversation) -> list[ConversationMessage]:
    """The oldest first."""
    return list(ConversationMessage.objects.filter(conversation_id=conversation.id).order_by("number"))


def list_conversations(page: PageRequest, *, state: ConversationState) -> Page[ConversationRow]:
    """Those that were handed over, by state, the latest first."""
    found = Conversation.objects.filter(state=state).order_by("-handed_over_at", "-id")
    if page.cursor:
        at, after = decode_cursor(page.cursor, tuple[datetime, str])
        found = found.filter(Q(handed_over_at__lt=at) | Q(handed_over_at=at, id__lt=after))
    return page_of(list(found[: page.limit + 1]), page, position=lambda row: (row.handed_over_at, row.id)).map(_row)


def get_for_staff(conversation_id: str) -> ConversationDetail:
    """:raises ConversationNotFound: also for one that was not handed over: what nobody asked staff to read is not theirs"""
    found = Conversation.objects.filter(pk=conversation_id).exclude(state=ConversationState.MACHINE).first()
    if found is None:
        raise ConversationNotFound
    return ConversationDetail(conversation=_row(found), note=found.note, messages=[message_view(each) for each in messages_of(found)])


def conversations_of(customer_id: str) -> list[ConversationCopy]:
    """All of a customer's, the oldest first; two reads."""
    conversations = list(Conversation.objects.filter(customer_id=customer_id).order_by("id")) if customer_id else []
    messages: dict[str, list[MessageView]] = defaultdict(list)
    for message in ConversationMessage.objects.filter(conversation_id__in=[each.id for each in conversations]).order_by("number"):
        messages[message.conversation_id].append(message_view(message))
    return [
        ConversationCopy(id=each.id, started_at=each.started_at, email=each.email, note=each.note, messages=messages[each.id])
        for each in conversations
    ]


def message_view(message: ConversationMessage) -> MessageView:
    return MessageView(
        number=message.number,
        author=Author(message.author),
        text=message.text,
        at=message.at,
        answer=None if message.answer is None else msgspec.convert(message.answer, Answer),
    )


def _row(conversation: Conversation) -> ConversationRow:
    return ConversationRow(
        id=conversation.id,
        state=ConversationState(conversation.state),
        customer_id=conversation.customer_id,
        email=conversation.email,
        language=conversation.language,
        about=conversation.about,
        message_count=conversation.message_count,
        handed_over_at=conversation.handed_over_at,
        last_at=conversation.last_at,
    )
