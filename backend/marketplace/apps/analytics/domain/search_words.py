"""What of a search text may be kept: words, and nothing by which a person could be known."""

from __future__ import annotations

import re

MAX_CHARACTERS = 100
_SPACE = re.compile(r"\s+")
_NUMBER = re.compile(r"\d(?:[\s./-]?\d){6,}")  # a telephone number, a card, an order


def without_personal_data(query: str) -> str:
    """The text in lower case; empty if it has an e-mail address or a long number, which people paste by mistake."""
    text = _SPACE.sub(" ", query).strip().casefold()
    return "" if "@" in text or _NUMBER.search(text) else text[:MAX_CHARACTERS]
