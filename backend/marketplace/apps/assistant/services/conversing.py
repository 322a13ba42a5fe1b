"""Conversations begin, and visitors write in them."""

from __future__ import annotations

from datetime import datetime

import msgspec

from marketplace.apps.assistant import statements
from marketplace.apps.assistant.errors import AssistantOff, ConversationFull, ConversationNotFound
from marketplace.apps.assistant.models import Conversation, ConversationMessage
from marketplace.apps.assistant.queries.conversations import message_view, view_of
from marketplace.apps.assistant.region_settings import ASSISTANT
from marketplace.apps.assistant.types import Answer, Author, ConversationOpened, ConversationState, Memory, MessageView
from marketplace.foundation import rows, tenancy
from marketplace.foundation.postgres import sql
from marketplace.kit import limits
from marketplace.kit.ids import hash_secret, new_id, new_secret

MAX_TEXT = limits.declare("assistant.text", 500, "characters", "Of a visitor's message to the assistant; 422 above.")
MAX_MESSAGES = limits.declare("assistant.messages", 100, "messages", "Of a conversation; 409 `conversation_full` above it.")
MAX_ABOUT = 100  # characters


def start(*, customer_id: str, language: str, now: datetime) -> ConversationOpened:
    """Begin a conversation. The secret in the answer opens it; a customer's opens for the customer alone. :raises AssistantOff:"""
    check_switched_on()
    token = new_secret()
    made = Conversation(
        id=new_id("conv", at=now),
        token_hash=hash_secret(token),
        customer_id=customer_id,
        language=language,
        memory={},
        started_at=now,
        last_at=now,
    )
    rows.insert(made)
    return ConversationOpened(conversation=view_of(made, []), token=token)


def adopt(conversation: Conversation, *, customer_id: str) -> None:
    """A guest's conversation becomes the customer's who goes on with it, since it may speak of that customer's orders. Safe to repeat."""
    if customer_id and not conversation.customer_id:
        sql.run(statements.ADOPT, {"id": conversation.id, "customer_id": customer_id})


def say(conversation: Conversation, *, text: str, now: datetime) -> MessageView:
    """
    Add what the visitor says; the answer is asked for by its number. After an answer of staff, the conversation waits for them again.

    :raises AssistantOff: :raises ConversationFull:
    """
    check_switched_on()
    message = add_message(conversation.id, author=Author.VISITOR, text=text, now=now)
    return message_view(message)


def add_message(conversation_id: str, *, author: Author, text: str, now: datetime) -> ConversationMessage:
    """In a transaction of its own, or the caller's. :raises ConversationFull: :raises ConversationNotFound: if it is gone"""
    with tenancy.atomic():
        held = rows.first(Conversation, "id = %(id)s", {"id": conversation_id}, for_update=True)
        if held is None:
            raise ConversationNotFound
        if held.message_count >= MAX_MESSAGES and author is not Author.STAFF:
            raise ConversationFull
        held.message_count, held.last_at = held.message_count + 1, now
        if author is Author.VISITOR:
            held.about = text.replace("\n", " ")[:MAX_ABOUT]
            if held.state == ConversationState.ANSWERED:
                held.state = ConversationState.OPEN
        rows.change(held, "message_count", "last_at", "about", "state")
        message = ConversationMessage(
            id=new_id("cmsg", at=now), conversation_id=conversation_id, number=held.message_count, author=author, text=text, at=now
        )
        rows.insert(message)
    return message


def add_answer(conversation_id: str, *, answers: int, answer: Answer, memory: Memory, now: datetime) -> ConversationMessage:
    """The assistant's, once for each question: the first one counts, and is returned. :raises ConversationNotFound: if it is gone"""
    with tenancy.atomic():
        held = rows.first(Conversation, "id = %(id)s", {"id": conversation_id}, for_update=True)
        if held is None:
            raise ConversationNotFound
        names = {"id": conversation_id, "answers": answers}
        if stored := rows.first(ConversationMessage, "conversation_id = %(id)s AND answers = %(answers)s", names):
            return stored
        held.message_count, held.last_at = held.message_count + 1, now
        orders = [*msgspec.convert(held.memory, Memory).orders, *memory.orders]  # of answers that were made meanwhile, too
        held.memory = msgspec.structs.replace(memory, orders=list(dict.fromkeys(orders))).as_data()
        rows.change(held, "message_count", "last_at", "memory")
        message = ConversationMessage(
            id=new_id("cmsg", at=now),
            conversation_id=conversation_id,
            number=held.message_count,
            author=Author.ASSISTANT,
            text=answer.text,
            answers=answers,
            answer=msgspec.to_builtins(answer),
            at=now,
        )
        rows.insert(message)
    return message


def check_switched_on() -> None:
    """:raises AssistantOff:"""
    if not ASSISTANT.is_on(tenancy.current()):
        raise AssistantOff
