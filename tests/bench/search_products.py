"""As many products as are wanted for search, made of the demo's: each one again in other colours, of other materials, for other people."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "relevance"))

from catalogue import documents as demo_documents

from marketplace.foundation.search import embeddings
from marketplace.foundation.search.port import SearchDocument

BATCH = 200
NOW = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
COLOURS = ("red", "blue", "green", "yellow", "black", "white", "grey", "brown", "orange", "purple", "pink", "turquoise")
STUFFS = ("wool", "linen", "cotton", "bamboo", "steel", "glass", "ceramic", "leather", "oak", "walnut", "cork", "silk", "brass", "felt")
PEOPLE = (
    "children",
    "the office",
    "travelling",
    "the garden",
    "beginners",
    "a gift",
    "winter",
    "summer",
    "small rooms",
    "every day",
    "cooks",
)
SYLLABLES = ("ba", "do", "fi", "gu", "ke", "lo", "mi", "nu", "pa", "re", "so", "tu", "va", "xe", "zo")
PRODUCTS_OF_A_SERIES = 20


def batches(count: int, *, begin: int = 0) -> Iterator[Sequence[SearchDocument]]:
    """The products from ``begin`` up to ``count``, in the scope of a region; the same at every run."""
    demo = demo_documents("eu", now=NOW)
    for start in range(begin, count, BATCH):
        made = [_again(demo[number % len(demo)], number) for number in range(start, min(start + BATCH, count))]
        vectors = embeddings.vectors_of([document.passages[:1] for document in made])
        yield [msgspec.structs.replace(document, vector=vector) for document, vector in zip(made, vectors, strict=True)]


def series(number: int) -> str:
    """A name that a few products share and that means nothing."""
    chosen = random.Random(f"series {number // PRODUCTS_OF_A_SERIES}")
    return "".join(chosen.choice(SYLLABLES) for _ in range(4))


def sku(number: int) -> str:
    return f"S{number:06}"


def _again(document: SearchDocument, number: int) -> SearchDocument:
    chosen = random.Random(number)
    look = f"{chosen.choice(COLOURS)} {chosen.choice(STUFFS)}"
    name = f"{series(number)}, {look}, for {chosen.choice(PEOPLE)}"
    price = chosen.randrange(500, 30_000)
    numbers = {field: price if field.startswith("price.") else value for field, value in document.numbers.items()}
    return msgspec.structs.replace(
        document,
        id=f"prod_{number:026}",
        version=number + 1,
        texts={language: msgspec.structs.replace(text, title=f"{text.title} {name}") for language, text in document.texts.items()},
        codes=[sku(number)],
        numbers={**numbers, "published_at": int(NOW.timestamp()) - number * 60},
        passages=tuple(f"{passage} {name}" for passage in document.passages),
    )
