"""The words of tuning. Each part is kept and edited as a whole, under a version of its own."""

from __future__ import annotations

from typing import Literal

import msgspec

from marketplace.foundation.search.port import Boost
from marketplace.foundation.search.synonyms import Synonyms

Part = Literal["synonyms", "pins", "boosts"]


class SynonymGroup(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``words`` of a language mean the same as each other; with ``means``, a customer who asks for one of the words also wants those, not the
    other way round. They hold whichever language the shop is shown in.
    """

    language: str
    words: list[str]
    means: list[str] = []

    def as_synonyms(self) -> Synonyms:
        return Synonyms(tuple(self.words), tuple(self.means))


class SynonymList(msgspec.Struct, frozen=True, kw_only=True):
    groups: list[SynonymGroup] = []


class PinnedQuery(msgspec.Struct, frozen=True, kw_only=True):
    """For this text, whatever its case and accents, these products come first, in this order."""

    query: str
    product_ids: list[str]


class PinList(msgspec.Struct, frozen=True, kw_only=True):
    queries: list[PinnedQuery] = []


class BoostWeights(msgspec.Struct, frozen=True, kw_only=True):
    """
    How much it lifts products among those that fit about equally well, 0 to 1000: that they are in stock; that they sell
    (``sold_half_at`` units give half of it); that they are rated (four stars give half).
    """

    in_stock: int = 500
    sold: int = 400
    sold_half_at: int = 50
    rated: int = 200

    def as_boosts(self) -> tuple[Boost, ...]:
        boosts = (
            Boost("in_stock", self.in_stock, value="true"),
            Boost("sold", self.sold, half_at=self.sold_half_at),
            Boost("rating", self.rated, half_at=400),
        )
        return tuple(boost for boost in boosts if boost.weight)
