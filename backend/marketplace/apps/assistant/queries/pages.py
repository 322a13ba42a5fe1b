"""
The operator's pages as passages, found by meaning where there are vectors, else by words.

Each process keeps them while the pages are the same.
"""

from __future__ import annotations

import logging
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from marketplace.apps.assistant.domain.intents import words_of
from marketplace.apps.assistant.domain.passages import Passage, passages_of
from marketplace.apps.content import queries as content_queries
from marketplace.foundation import tenancy
from marketplace.foundation.search import embeddings
from marketplace.foundation.search.embeddings import EmbeddingsUnavailable
from marketplace.foundation.search.port import Vector

SUBJECT, TEXT = 0.45, 0.55  # the say of what a passage is about, and of what it says

log = logging.getLogger(__name__)


class _Indexed(NamedTuple):
    state: tuple[tuple[str, datetime], ...]  # of the pages that it was made from
    passages: list[Passage]
    subjects: list[Vector] | None
    texts: list[Vector] | None


_kept: dict[tuple[str, str], _Indexed] = {}
_lock = Lock()


def find_passages(question: str, *, language: str, limit: int) -> list[tuple[float, Passage]]:
    """Those that fit best, with how well; one read."""
    known = _index(language)
    if not known.passages:
        return []
    asked = embeddings.find_vector_of(question) if known.texts is not None else None
    if asked is None or known.texts is None or known.subjects is None:
        scored = [(_by_words(question, passage), passage) for passage in known.passages]
    else:
        scored = [
            (SUBJECT * _cosine(asked, subject) + TEXT * _cosine(asked, text), passage)
            for subject, text, passage in zip(known.subjects, known.texts, known.passages, strict=True)
        ]
    return sorted(scored, key=lambda pair: -pair[0])[:limit]


def forget() -> None:
    """As a process that has just started."""
    _kept.clear()


def _index(language: str) -> _Indexed:
    pages = content_queries.list_whole(language)
    state = tuple((page.slug, page.updated_at) for page in pages)
    key = (tenancy.current().slug, language)
    known = _kept.get(key)
    if known is not None and known.state == state and (known.texts is not None or embeddings.vector_space() is None):
        return known
    passages = [passage for page in pages for passage in passages_of(slug=page.slug, title=page.title, body=page.body)]
    made = _Indexed(state, passages, *_vectors(passages))
    with _lock:
        _kept[key] = made
    return made


def _vectors(passages: list[Passage]) -> tuple[list[Vector] | None, list[Vector] | None]:
    if embeddings.vector_space() is None or not passages:
        return None, None
    texts = [*(passage.subject for passage in passages), *(f"{passage.subject}: {passage.text}" for passage in passages)]
    try:
        vectors = embeddings.model().embed(texts, is_patient=False)
    except EmbeddingsUnavailable as error:
        log.warning("pages are searched by words alone: %s", error)
        return None, None
    return vectors[: len(passages)], vectors[len(passages) :]


def _by_words(question: str, passage: Passage) -> float:
    asked = words_of(question)
    found = asked & words_of(f"{passage.title} {passage.heading} {passage.text}")
    return len(found) / max(len(asked), 1)


def _cosine(one: Vector, other: Vector) -> float:
    return sum(map(float.__mul__, map(float, one), map(float, other)))
