"""What a message wants, by vectors where the process has a model of them, else by words."""

from __future__ import annotations

import logging
from functools import cache
from threading import Lock

from marketplace.apps.assistant.domain.intents import Classifier, Guess, examples, guess_by_words
from marketplace.foundation.search import embeddings
from marketplace.foundation.search.embeddings import EmbeddingsUnavailable
from marketplace.foundation.search.port import Vector

log = logging.getLogger(__name__)
_lock = Lock()


def guess(text: str) -> Guess:
    """Learned at a process's first question: 640 sentences, some seconds."""
    if embeddings.vector_space() is None:
        return guess_by_words(text)
    try:
        with _lock:
            classifier = _classifier(embeddings.vector_space())
        (vector,) = embeddings.model().embed([text], is_patient=False)
    except EmbeddingsUnavailable as error:
        log.warning("intents are guessed by words alone: %s", error)
        return guess_by_words(text)
    import numpy as np

    return classifier.guess(np.asarray(vector), text)


def vectors(texts: list[str]) -> list[Vector] | None:
    """None where there is no model, or it does not answer now."""
    if embeddings.vector_space() is None or not texts:
        return None
    try:
        return embeddings.model().embed(texts, is_patient=False)
    except EmbeddingsUnavailable:
        return None


@cache
def _classifier(space: object) -> Classifier:
    """:raises EmbeddingsUnavailable: and then nothing is kept"""
    import numpy as np

    return Classifier(np.asarray(embeddings.model().embed([text for _, text in examples()], is_patient=False)))
