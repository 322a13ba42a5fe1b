"""
The operator's pages as passages, found by meaning where there are vectors, else by words.

Each process keeps them while the pages are the same.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import NamedTuple

from marketplace.apps.assistant.domain import slots
from marketplace.apps.assistant.domain.passages import Passage, passages_of
from marketplace.apps.assistant.domain.topics import asked, nearest, topics
from marketplace.apps.content import queries as content_queries
from marketplace.foundation import tenancy
from marketplace.foundation.search import embeddings
from marketplace.foundation.search.embeddings import EmbeddingsUnavailable
from marketplace.foundation.search.port import Vector

# The say of what a passage is about, of what it says, and of the words that it shares with a question.
SUBJECT, TEXT, WORDS = 0.3, 0.55, 0.3
TOPIC, NEAR = 0.8, 0.5  # the say of what a page would say of the question's topic; how near a question must be to one

PAUSE_S = 30.0  # after no vectors could be had

log = logging.getLogger(__name__)


class _Indexed(NamedTuple):
    state: tuple[tuple[str, datetime], ...]  # of the pages that it was made from
    passages: list[Passage]
    subjects: list[Vector] | None
    texts: list[Vector] | None
    topics: list[Vector] | None  # what a page would say of each
    made_at: float  # on the monotonic clock


_kept: dict[tuple[str, str], _Indexed] = {}
_asked: dict[object, list[Vector]] = {}  # of the topics' questions, by the space of the vectors
_lock = Lock()


def find_passages(question: str, *, language: str, limit: int) -> list[tuple[float, Passage]]:
    """Those that fit best, with how well; one read."""
    known = _index(language)
    if not known.passages:
        return []
    vector = embeddings.find_vector_of(question) if known.texts is not None else None
    if vector is None or known.texts is None or known.subjects is None:
        scored = [(_shared(question, passage, language), passage) for passage in known.passages]
    else:
        of_topic = _of_topic(vector, known)
        scored = [
            (
                SUBJECT * _cosine(vector, subject)
                + TEXT * _cosine(vector, text)
                + WORDS * _shared(question, passage, language)
                + of_topic(text),
                passage,
            )
            for subject, text, passage in zip(known.subjects, known.texts, known.passages, strict=True)
        ]
    return sorted(scored, key=lambda pair: -pair[0])[:limit]


def forget() -> None:
    """As a process that has just started."""
    _kept.clear()


def _index(language: str) -> _Indexed:
    state = tuple(content_queries.list_changes())
    key = (tenancy.current().slug, language)
    known = _kept.get(key)
    if known is not None and known.state == state:
        is_whole = known.texts is not None or embeddings.vector_space() is None
        if is_whole or time.monotonic() - known.made_at < PAUSE_S:
            return known
    pages = content_queries.list_whole(language)
    passages = [passage for page in pages for passage in passages_of(slug=page.slug, title=page.title, body=page.body)]
    made = _Indexed(state, passages, *_vectors(passages, language), time.monotonic())
    with _lock:
        _kept[key] = made
    return made


def _vectors(passages: list[Passage], language: str) -> tuple[list[Vector] | None, list[Vector] | None, list[Vector] | None]:
    """Of what each passage is about, of what it says, and of what a page would say of each topic."""
    if embeddings.vector_space() is None or not passages:
        return None, None, None
    texts = [*(passage.subject for passage in passages), *(f"{passage.subject}: {passage.text}" for passage in passages)]
    said = [topic.says.get(language, topic.says["en"]) for topic in topics()]
    try:
        vectors = embeddings.model().embed([*texts, *said], is_patient=False)
        _learn_topics()
    except EmbeddingsUnavailable as error:
        log.warning("pages are searched by words alone: %s", error)
        return None, None, None
    return vectors[: len(passages)], vectors[len(passages) : len(texts)], vectors[len(texts) :]


def _learn_topics() -> None:
    """The vectors of the topics' questions, once for a space. :raises EmbeddingsUnavailable:"""
    space = embeddings.vector_space()
    if space not in _asked:
        _asked[space] = embeddings.model().embed([text for _, text in asked()], is_patient=False)


def _of_topic(question: Vector, known: _Indexed) -> Callable[[Vector], float]:
    """What a passage gets for saying what a page would say of the question's topic; nothing where it is near to none."""
    learned = _asked.get(embeddings.vector_space())
    if learned is None or known.topics is None:
        return lambda text: 0.0
    place, likeness = nearest(question, learned)
    if likeness < NEAR:
        return lambda text: 0.0
    said = known.topics[place]
    return lambda text: TOPIC * likeness * _cosine(said, text)


def _shared(question: str, passage: Passage, language: str) -> float:
    """The share of the question's telling words that the passage has."""
    return slots.overlap(slots.telling(question, language), f"{passage.title} {passage.heading} {passage.text}")


def _cosine(one: Vector, other: Vector) -> float:
    return sum(map(float.__mul__, map(float, one), map(float, other)))
