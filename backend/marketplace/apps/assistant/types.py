"""The words of conversations with the assistant."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from marketplace.apps.discovery.types.lists import ProductCard


class ConversationState(StrEnum):
    """``machine``: the assistant alone answers. ``open``: handed over, and waits for staff. ``answered``: staff have written."""

    MACHINE = "machine"
    OPEN = "open"
    ANSWERED = "answered"


class Author(StrEnum):
    VISITOR = "visitor"
    ASSISTANT = "assistant"
    STAFF = "staff"


class SourceKind(StrEnum):
    PRODUCT = "product"
    ORDER = "order"
    PAGE = "page"


class AnsweredBy(StrEnum):
    """``templates`` fill sentences with what was looked up, and are no language model; ``model`` is one, of another company."""

    TEMPLATES = "templates"
    MODEL = "model"


class AnswerSource(msgspec.Struct, frozen=True, kw_only=True):
    """Where a statement comes from: a product or page by its slug, an order by its id."""

    kind: SourceKind
    ref: str
    title: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """
    What the assistant says. ``is_known`` is false where it found nothing that answers the question; ``offers_hand_over`` proposes a person.
    ``cards`` are products to show next to it, as lists have them.
    """

    text: str
    sources: list[AnswerSource] = []
    cards: list[ProductCard] = []
    is_known: bool = True
    offers_hand_over: bool = False
    by: AnsweredBy = AnsweredBy.TEMPLATES


class MessageView(msgspec.Struct, frozen=True, kw_only=True):
    """
    One message. ``number`` counts from 1 in its conversation. ``answer`` is there on the assistant's: what it rests on, and who wrote it.
    """

    number: int
    author: Author
    text: str
    at: datetime
    answer: Answer | None = None


class ConversationView(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation as its visitor reads it. ``kept_days``: after so many days without a message it is deleted."""

    id: str
    state: ConversationState
    language: str
    messages: list[MessageView]
    kept_days: int


class ConversationOpened(msgspec.Struct, frozen=True, kw_only=True):
    """``token`` is the secret that opens the conversation (``Conversation-Token``); it is given out once."""

    conversation: ConversationView
    token: str


class ConversationRow(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation in staff's list. ``about`` is how its last question begins."""

    id: str
    state: ConversationState
    customer_id: str
    email: str
    language: str
    about: str
    message_count: int
    handed_over_at: datetime | None
    last_at: datetime


class ConversationDetail(msgspec.Struct, frozen=True, kw_only=True):
    """With its transcript. ``note`` is what the visitor added when it was handed over."""

    conversation: ConversationRow
    note: str
    messages: list[MessageView]


class ConversationCopy(msgspec.Struct, frozen=True, kw_only=True):
    """For the copy of what is stored about a customer."""

    id: str
    started_at: datetime
    email: str
    note: str
    messages: list[MessageView]


class Memory(msgspec.Struct, kw_only=True):
    """
    What a conversation remembers between its turns, kept by the server alone: the products it is about (slugs), and guests' orders that
    number and e-mail address have opened.
    """

    products: list[str] = []
    orders: list[str] = []
    order: str = ""  # the one last spoken of

    def as_data(self) -> dict[str, Any]:
        data: dict[str, Any] = msgspec.to_builtins(self)
        return data


class AnswerPartKind(StrEnum):
    """``taken_back``: what came before is not so, and comes anew. ``message``: the whole answer, as it is kept."""

    TEXT = "text"
    TAKEN_BACK = "taken_back"
    MESSAGE = "message"


class AnswerPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of an answer on its way: an event of the stream, by the name of its kind."""

    kind: AnswerPartKind
    text: str = ""
    message: MessageView | None = None
