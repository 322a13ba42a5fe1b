"""Answers of the language model to what many ask, kept for a moment: the first question of a conversation, of products and pages alone."""

from __future__ import annotations

import hashlib
from contextlib import suppress

import msgspec

from marketplace.apps.assistant.domain import slots
from marketplace.apps.assistant.providers.base import Question
from marketplace.apps.assistant.types import Answer
from marketplace.apps.discovery.types.lists import Place
from marketplace.foundation.cache import valkey
from marketplace.foundation.cache.valkey import CacheUnavailable
from marketplace.foundation.search.folding import fold

LIFE_S = 120  # a price or stock may have changed meanwhile; a cart reads both again


def find(question: Question, place: Place) -> Answer | None:
    """None where it was not asked a moment ago, or Valkey is silent."""
    if not _is_shared(question):
        return None
    with suppress(CacheUnavailable, msgspec.DecodeError):
        (stored,) = valkey.run(("GET", _key(question, place)))
        return msgspec.json.decode(stored, type=Answer) if stored else None
    return None


def keep(question: Question, place: Place, answer: Answer, *, is_personal: bool) -> None:
    """Unless it knows nothing, or ``is_personal``: orders of a person were looked for on the way, found or not."""
    if _is_shared(question) and answer.sources and not is_personal:
        with suppress(CacheUnavailable):
            valkey.run(("SET", _key(question, place), msgspec.json.encode(answer), "EX", LIFE_S))


def _is_shared(question: Question) -> bool:
    """What names nobody, and goes by nothing that was said before."""
    return not question.history and not slots.email(question.text) and not slots.order_number(question.text)


def _key(question: Question, place: Place) -> str:
    asked = "\x1f".join((place.language, place.country, place.currency, fold(question.text)))
    return valkey.key(f"assistant:{hashlib.sha256(asked.encode()).hexdigest()}")
