"""What is set now, kept in each process for a few seconds, since every search needs it."""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import msgspec

from marketplace.apps.discovery.domain.lexicons import lexicon_of
from marketplace.apps.discovery.domain.things import things
from marketplace.apps.discovery.models import SearchTuning
from marketplace.apps.discovery.types.tuning import BoostWeights, Part, PinList, SynonymList
from marketplace.foundation import tenancy
from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.port import Boost
from marketplace.foundation.search.synonyms import MOST, Lexicon

LIFE_S = 5.0

SHAPES: dict[Part, type[msgspec.Struct]] = {"synonyms": SynonymList, "pins": PinList, "boosts": BoostWeights}
UNSET_VERSION = "0"  # of a part that nobody has set yet


class Tuning(NamedTuple):
    own: Lexicon  # the operator's
    shipped: Lexicon
    pins: dict[str, tuple[str, ...]]  # by folded text
    boosts: tuple[Boost, ...]

    def alternatives(self, text: str, language: str) -> tuple[str, ...]:
        """Other texts that mean the same: in the operator's words first, then in the language's for what another one names."""
        translated = things().alternatives(text, language)
        return tuple(dict.fromkeys((*self.own.alternatives(text), *translated, *self.shipped.alternatives(text))))[:MOST]

    def pins_for(self, text: str) -> tuple[str, ...]:
        return self.pins.get(fold(text), ()) if self.pins else ()


_known: dict[str, tuple[float, Tuning]] = {}


def current() -> Tuning:
    """Of the tenant in scope."""
    tenant = tenancy.current()
    until, tuning = _known.get(tenant.slug, (0.0, None))
    if tuning is None or until < time.monotonic():
        tuning = _read()
        _known[tenant.slug] = (time.monotonic() + LIFE_S, tuning)
    return tuning


def forget() -> None:
    _known.clear()


def get_part(part: Part) -> tuple[Any, str]:
    """One part and its version."""
    row = SearchTuning.objects.filter(part=part).first()
    return msgspec.convert(row.value if row else {}, SHAPES[part]), str(row.version) if row else UNSET_VERSION


def _read() -> Tuning:
    rows: dict[str, Any] = dict(SearchTuning.objects.values_list("part", "value"))
    groups = msgspec.convert(rows.get("synonyms", {}), SynonymList).groups
    pinned = msgspec.convert(rows.get("pins", {}), PinList).queries
    return Tuning(
        own=Lexicon(group.as_synonyms() for group in groups),
        shipped=lexicon_of(*tenancy.current().languages),
        pins={fold(pin.query): tuple(pin.product_ids) for pin in pinned},
        boosts=msgspec.convert(rows.get("boosts", {}), BoostWeights).as_boosts(),
    )
