"""The port: who answers a question, and what may be looked up for it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator, Sequence
from datetime import datetime
from typing import Protocol

import msgspec

from marketplace.apps.assistant.domain.passages import Passage
from marketplace.apps.assistant.types import Answer, AnswerSource, Author, Memory
from marketplace.apps.discovery.types.lists import ProductCard
from marketplace.apps.discovery.types.pages import ProductDetail
from marketplace.apps.orders.types import OrderDetail
from marketplace.apps.returns.types import ReturnablePart
from marketplace.kit.errors import Unavailable


class ModelUnavailable(Unavailable):
    """The language model cannot answer now, or said what no tool has found; templates answer instead. ``why`` is for metrics and logs."""

    code = "model_unavailable"
    title = "The language model does not answer now"

    def __init__(self, why: str, *, tokens: int = 0, note: str = "") -> None:
        super().__init__(note=note or why)
        self.why = why
        self.tokens = tokens


class Said(msgspec.Struct, frozen=True):
    """An earlier message of the conversation."""

    author: Author
    text: str


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """What the visitor asks, in which language, and after what. ``memory`` is changed by who answers."""

    text: str
    language: str
    history: Sequence[Said]
    memory: Memory
    now: datetime


class Toolbox(Protocol):
    """
    What can be looked up, with the caller's rights: who that is and for which region and place is in the toolbox, and never an argument.
    Each of them reads, and none writes.
    """

    @property
    def is_logged_in(self) -> bool: ...

    def find_products(self, text: str, *, limit: int = 8) -> list[ProductCard]:
        """By words and by meaning; empty while search is silent."""

    def find_product(self, slug: str) -> ProductDetail | None:
        """Its page as customers see it now."""

    def find_passages(self, question: str, *, limit: int = 3) -> list[tuple[float, Passage]]:
        """The operator's words that answer it best, with how well they fit (0 to 1), the best first."""

    def find_orders(self) -> list[OrderDetail]:
        """A customer's own, the newest first; the guest's orders that this conversation has opened."""

    def find_order(self, number: str) -> OrderDetail | None:
        """The caller's own, or the guest's whose e-mail address stands in this conversation; none for any other."""

    def returnable(self, order: OrderDetail) -> list[ReturnablePart]:
        """What of an order that was found before can be returned now."""

    def source_of_order(self, order: OrderDetail) -> AnswerSource: ...


class Provider(ABC):
    @abstractmethod
    def answer(self, question: Question, tools: Toolbox) -> Generator[str | Answer]:
        """
        Sentences as they come, each complete and checked, and last the whole answer, whose ``text`` is those sentences together.

        :raises ModelUnavailable: also after some sentences; the caller takes them back
        """
