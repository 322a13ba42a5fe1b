"""What a message wants, by vectors where the process has a model of them, else by words."""

from __future__ import annotations

import logging
import time
from threading import Lock

from marketplace.apps.assistant.domain import slots
from marketplace.apps.assistant.domain.intents import Classifier, Guess, examples, guess_by_words
from marketplace.foundation.search import embeddings
from marketplace.foundation.search.embeddings import EmbeddingsUnavailable
from marketplace.foundation.search.port import Vector

PAUSE_S = 30.0  # after the examples could not be learned

log = logging.getLogger(__name__)
_lock = Lock()
_learned: dict[object, Classifier] = {}  # by the space of its vectors
_paused_until = 0.0  # on the monotonic clock


def guess(text: str) -> Guess:
    """Learned at a process's first question: 870 sentences, some seconds, during which other questions are answered by words."""
    said = slots.impersonal(text)
    classifier = _find_classifier()
    known = vectors([said]) if classifier is not None else None
    if classifier is None or known is None:
        return guess_by_words(said)
    import numpy as np

    return classifier.guess(np.asarray(known[0]), said)


def vectors(texts: list[str]) -> list[Vector] | None:
    """Without e-mail addresses and orders' numbers. None where there is no model, or it does not answer now."""
    if embeddings.vector_space() is None or not texts:
        return None
    try:
        return embeddings.model().embed([slots.impersonal(text) for text in texts], is_patient=False)
    except EmbeddingsUnavailable as error:
        log.warning("what is meant is found by words alone: %s", error)
        return None


def forget() -> None:
    """As a process whose model of vectors answers again."""
    global _paused_until
    _paused_until = 0.0


def _find_classifier() -> Classifier | None:
    """None where there is no model, it did not answer a moment ago, or another thread learns just now."""
    global _paused_until
    space = embeddings.vector_space()
    if space is None or space in _learned:
        return _learned.get(space)
    if time.monotonic() < _paused_until or not _lock.acquire(blocking=False):
        return None
    try:
        import numpy as np

        _learned[space] = Classifier(np.asarray(embeddings.model().embed([text for _, text in examples()], is_patient=False)))
    except EmbeddingsUnavailable as error:
        log.warning("intents are guessed by words alone: %s", error)
        _paused_until = time.monotonic() + PAUSE_S
    finally:
        _lock.release()
    return _learned.get(space)
