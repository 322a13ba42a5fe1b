"""Vectors of what is indexed, and of what is asked."""

from __future__ import annotations

import logging
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Mapping, Sequence
from math import sqrt
from threading import Lock

from marketplace.foundation.search.embeddings.port import EmbeddingsUnavailable, model, vector_space
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.port import Vector
from marketplace.foundation.search.stopwords import bare

REMEMBERED = 5_000  # questions in each process, at four bytes a number
MAX_QUESTION = 200  # characters
AS_ASKED, BARE = 1.0, 2.0  # the say of a question, and of the same without its little words

log = logging.getLogger(__name__)


class _Memory:
    """Vectors of the last questions, which customers put in the same words again and again."""

    def __init__(self) -> None:
        self._vectors: OrderedDict[str, array[float]] = OrderedDict()
        self._lock = Lock()

    def find(self, text: str) -> Vector | None:
        with self._lock:
            known = self._vectors.get(text)
            if known is not None:
                self._vectors.move_to_end(text)
        return None if known is None else tuple(known)

    def keep(self, text: str, vector: Vector) -> None:
        with self._lock:
            self._vectors[text] = array("f", vector)
            while len(self._vectors) > REMEMBERED:
                self._vectors.popitem(last=False)


_memory = _Memory()


def vectors_of(passages: Sequence[Sequence[str]]) -> list[Vector]:
    """
    One vector for each list of passages: the direction in which they lie together, so that each language has an equal say.

    :raises EmbeddingsUnavailable: if the model does not answer
    """
    texts = list(dict.fromkeys(passage for own in passages for passage in own))  # things of one kind say much alike
    made = dict(zip(texts, model().embed(texts, is_patient=True), strict=True))
    return [_mean([made[passage] for passage in own], [1.0] * len(own)) for own in passages]


def find_vector_of(question: str, *, nearby: Mapping[str, float] | None = None) -> Vector | None:
    """
    Of a question, cached; none where there is no model, it does not answer now, or there are no words. ``nearby``: other
    texts that tell what it is about, each with its say; the question's own is ``AS_ASKED`` and ``BARE``.
    """
    if vector_space() is None or not fold(question):
        return None
    parts = ((question, AS_ASKED), (bare(question), BARE), *(nearby or {}).items())
    says: dict[str, float] = defaultdict(float)
    for part, say in parts:
        if text := part.strip()[:MAX_QUESTION]:
            says[text] += say
    key = "\n".join(says)
    known = _memory.find(key)
    if known is not None:
        return known
    try:
        vector = _mean(model().embed(list(says), is_patient=False), tuple(says.values()))
    except EmbeddingsUnavailable as error:
        log.warning("searching by words alone: %s", error)
        return None
    _memory.keep(key, vector)
    return tuple(array("f", vector))


def _mean(vectors: Sequence[Vector], says: Sequence[float]) -> Vector:
    sums = [sum(number * say for number, say in zip(numbers, says, strict=True)) for numbers in zip(*vectors, strict=True)]
    length = sqrt(sum(number * number for number in sums)) or 1.0
    return tuple(number / length for number in sums)
