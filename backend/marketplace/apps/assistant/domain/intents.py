"""What a visitor wants: a softmax over vectors of sentences, learned from the examples in ``data``; without vectors, the words alone."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from marketplace.apps.assistant.domain.topics import asked
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.stopwords import bare

if TYPE_CHECKING:
    import numpy as np

EXAMPLES = Path(__file__).parent / "data" / "examples.yaml"
CUES = Path(__file__).parent / "data" / "cues.yaml"
CUE_SAYS, SHORT = 2.0, 4  # what a cue adds to its intent's score; letters below which a cue must be the whole word
STEPS, RATE, DECAY = 400, 4.0, 2e-4  # of gradient descent; chosen by leaving one language's examples out at a time
LEAST_ALIKE = 0.5  # of words, for an example to decide


class Intent(StrEnum):
    GREETING = "greeting"
    THANKS = "thanks"
    MACHINE = "machine"
    HUMAN = "human"
    PRODUCT_FIND = "product_find"
    PRODUCT_PRICE = "product_price"
    PRODUCT_STOCK = "product_stock"
    PRODUCT_DELIVERY = "product_delivery"
    PRODUCT_FACTS = "product_facts"
    PRODUCT_COMPARE = "product_compare"
    ORDER_STATE = "order_state"
    ORDER_CHANGE = "order_change"
    PAGE = "page"
    OTHER = "other"


# Cues that say more than those of an intent.
_ABOVE = {
    Intent.PRODUCT_PRICE: frozenset({Intent.PRODUCT_DELIVERY, Intent.PRODUCT_COMPARE, Intent.PAGE}),
    Intent.PRODUCT_FACTS: frozenset({Intent.PRODUCT_STOCK, Intent.PRODUCT_DELIVERY}),
}


OF_PRODUCTS = frozenset(
    {
        Intent.PRODUCT_FIND,
        Intent.PRODUCT_PRICE,
        Intent.PRODUCT_STOCK,
        Intent.PRODUCT_DELIVERY,
        Intent.PRODUCT_FACTS,
        Intent.PRODUCT_COMPARE,
    }
)


class Guess(NamedTuple):
    intent: Intent
    confidence: float  # 0 to 1
    of_products: Intent = Intent.PRODUCT_FACTS  # the likeliest of those about products


@cache
def examples() -> tuple[tuple[Intent, str], ...]:
    """Every example with its intent, in all languages; a question of a topic is one of pages."""
    by_intent = msgspec.yaml.decode(EXAMPLES.read_bytes(), type=dict[Intent, dict[str, list[str]]])
    written = [(intent, text) for intent, texts in by_intent.items() for own in texts.values() for text in own]
    return (*written, *((Intent.PAGE, text) for _, text in asked()))


class Classifier:
    """Learned from the vectors of ``examples()``, in their order."""

    def __init__(self, vectors: np.ndarray) -> None:
        import numpy as np

        self._intents = list(Intent)
        places = np.array([self._intents.index(intent) for intent, _ in examples()])
        wanted = np.eye(len(self._intents))[places]
        given = _with_one(vectors)
        self._weights = np.zeros((given.shape[1], len(self._intents)))
        share = wanted.mean(axis=0)
        says = (1 / (share[places] * len(self._intents)))[:, None]  # each intent has an equal say, however many examples it has
        for _ in range(STEPS):
            error = (_softmax(given @ self._weights) - wanted) * says
            self._weights -= RATE * (given.T @ error / len(given) + DECAY * self._weights)

    def guess(self, vector: np.ndarray, text: str) -> Guess:
        """By the vector of ``text``, and by the words of it that speak for an intent."""
        scores = _with_one(vector[None, :]) @ self._weights
        for intent in cues_in(text):
            scores[0, self._intents.index(intent)] += CUE_SAYS
        chances = _softmax(scores)[0]
        best = int(chances.argmax())
        ranked = sorted(zip(chances, self._intents, strict=True), key=lambda pair: -pair[0])
        of_products = next(intent for _, intent in ranked if intent in OF_PRODUCTS)
        return Guess(self._intents[best], float(chances[best]), of_products)


def guess_by_words(text: str) -> Guess:
    """The example that has most of its words in common; ``other`` where none has half of them."""
    asked = words_of(text)
    best = Guess(Intent.OTHER, 0.0)
    for intent, known in _example_words():
        alike = len(asked & known) / max(len(asked | known), 1)
        if alike > best.confidence:
            best = Guess(intent, alike, intent if intent in OF_PRODUCTS else best.of_products)
    return best if best.confidence >= LEAST_ALIKE else Guess(Intent.OTHER, 0.0)


def cues_in(text: str) -> set[Intent]:
    """The intents that a word of the text speaks for; what a delivery costs, or which of two costs less, is no question of a price."""
    folded = f" {fold(text)} ".replace(" ال", " ").replace(" وال", " ").replace(" بال", " ")
    found = {intent for intent, cue in _cues() if (f" {cue} " if len(cue) < SHORT else f" {cue}") in folded}
    return {intent for intent in found if not _ABOVE.get(intent, frozenset()) & found}


@cache
def _cues() -> tuple[tuple[Intent, str], ...]:
    by_intent = msgspec.yaml.decode(CUES.read_bytes(), type=dict[Intent, list[list[str]]])
    return tuple((intent, cue) for intent, lists in by_intent.items() for own in lists for cue in own)


def words_of(text: str) -> frozenset[str]:
    return frozenset(fold(bare(text)).split())


@cache
def _example_words() -> tuple[tuple[Intent, frozenset[str]], ...]:
    return tuple((intent, words_of(text)) for intent, text in examples())


def _with_one(vectors: np.ndarray) -> np.ndarray:
    import numpy as np

    return np.hstack([vectors, np.ones((len(vectors), 1))])


def _softmax(scores: np.ndarray) -> np.ndarray:
    import numpy as np

    raised: np.ndarray = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)
