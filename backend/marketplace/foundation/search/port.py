"""
The search port: what both engines (PostgreSQL, Elasticsearch) can do, and nothing that only one can.

An index has a definition, is fed with whole documents, and belongs to the tenant in scope. A write may take a moment to
be seen; ``refresh`` waits for it. Filters and counts go by exact keywords, ranges and sorting by whole numbers.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from marketplace.foundation import tenancy

Labels = Mapping[str, str]  # a text per language code
Vector = tuple[float, ...]  # of unit length, so that the product of two is how near their texts are in meaning (-1 to 1)
NEUTRAL = ""  # the language of an index that knows none


class KeywordField(msgspec.Struct, frozen=True):
    """
    Exact values to filter by. ``is_counted``: search may answer how many hits each value has. ``is_broad``: a value fits a
    large part of all documents (a country), so an engine should not start from it. A name ``option.*`` stands for any.
    """

    name: str
    is_counted: bool = True
    is_broad: bool = False


class VectorSpace(msgspec.Struct, frozen=True):
    """Whose vectors an index holds: those of another model, or of another size, are never compared with them."""

    model: str
    size: int


class IndexDefinition(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``numbers`` are signed 64-bit; each of ``numbers_by_currency`` exists once per currency of the tenant (``price.EUR``).
    ``vectors``: documents can also be found by meaning. ``of_variants``: fields that the variants of a document have each for itself;
    of several filters by such fields, one variant must meet all.
    """

    name: str
    keywords: tuple[KeywordField, ...]
    numbers: tuple[str, ...]
    numbers_by_currency: tuple[str, ...] = ()
    is_multilingual: bool = True
    vectors: VectorSpace | None = None
    of_variants: tuple[str, ...] = ()

    def is_of_variants(self, field: str) -> bool:
        """Whether the variants have it; a name ``option.*`` stands for any."""
        return any(name == field or (name.endswith(".*") and field.startswith(name[:-1])) for name in self.of_variants)

    def number_names(self) -> tuple[str, ...]:
        """All number fields for the tenant in scope."""
        currencies = tenancy.current().currencies
        return (*self.numbers, *(f"{name}.{currency}" for name in self.numbers_by_currency for currency in currencies))

    @property
    def tag(self) -> str:
        """What cached answers that were read from the index depend on (``foundation.cache.tags``)."""
        return f"index:{self.name}"

    def languages(self) -> tuple[str, ...]:
        return tenancy.current().languages if self.is_multilingual else (NEUTRAL,)

    def keyword(self, name: str) -> KeywordField:
        """:raises LookupError: for a field that the definition does not name"""
        for field in self.keywords:
            if field.name == name or (field.name.endswith(".*") and name.startswith(field.name[:-1])):
                return field
        raise LookupError(f"index {self.name} has no keyword field {name!r}")


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """What full text search reads in one language, as plain text: ``title`` counts most, ``body`` finds without ranking."""

    title: str
    keywords: Sequence[str] = ()
    body: str = ""


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A keyword of a document, with the names of value and field that people read (the value itself where there is none)."""

    field: str
    value: str
    labels: Labels = {}
    field_labels: Labels = {}


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """
    A document in one of its variants: keywords (field and value) and numbers of the fields ``of_variants``; a number that is left out is
    met by no range. ``cards`` are the members of a document's card that differ for it, JSON objects by edition.
    """

    terms: Sequence[tuple[str, str]] = ()
    numbers: Mapping[str, int] = {}
    cards: Mapping[str, msgspec.Raw] = {}


class SearchDocument(msgspec.Struct, frozen=True, kw_only=True):
    """
    A document as search knows it. Its own terms are those of all ``variants`` together; of several variants that a search fits, the
    first one is shown.

    ``version`` orders writes: one that is not newer than what is stored is passed over. ``codes`` find it exactly and first.
    A number that is left out counts as 0. ``cards`` are answers ready to be served: JSON by language and edition (such as
    a currency). ``boost`` (0 to 1000) decides between hits that fit equally well.

    ``passages`` say what it is about, one in each language; its vector stands for all of them. ``vector`` is given where it is
    known already; else the stored one is kept for as long as the passages stay the same, and ``missing_vectors`` asks for a new one.
    """

    id: str
    version: int
    texts: Mapping[str, Text]
    codes: Sequence[str] = ()
    terms: Sequence[Term] = ()
    numbers: Mapping[str, int] = {}
    cards: Mapping[str, Mapping[str, msgspec.Raw]] = {}
    boost: int = 0
    passages: tuple[str, ...] = ()
    vector: Vector | None = None
    variants: Sequence[Variant] = ()

    def digest(self) -> str:
        """Of the passages: which texts a vector is of."""
        return hashlib.blake2b("\x00".join(self.passages).encode(), digest_size=16).hexdigest()


class MissingVector(msgspec.Struct, frozen=True):
    """A document whose passages have no vector yet."""

    id: str
    digest: str
    passages: tuple[str, ...]


class DocumentVector(msgspec.Struct, frozen=True):
    """A vector of the passages with that digest, whatever the document says by now."""

    id: str
    digest: str
    vector: Vector


class Removal(msgspec.Struct, frozen=True):
    """A document that is gone since ``version``; an older write cannot bring it back."""

    id: str
    version: int


class AnyOf(msgspec.Struct, frozen=True):
    """Documents with at least one of the values."""

    field: str
    values: tuple[str, ...]


class Range(msgspec.Struct, frozen=True):
    """Documents whose number lies between both ends, which count as inside."""

    field: str
    at_least: int | None = None
    at_most: int | None = None


Filter = AnyOf | Range


class Sort(msgspec.Struct, frozen=True):
    """By a number field; ties are decided by id, so that a cursor always knows where it is."""

    field: str
    descending: bool = True


class Boost(msgspec.Struct, frozen=True):
    """
    Lets hits rise that fit about equally well, by at most ``weight`` (0 to 1000): those that have ``value`` in a keyword field,
    or, without a value, the more the higher the number ``field`` is, ``half_at`` of which gives half the weight.
    """

    field: str
    weight: int
    value: str = ""
    half_at: int = 1


class Lift(msgspec.Struct, frozen=True):
    """Lets a document that is a hit anyway rise, by its ``weight`` (0 to 1000) of ``fusion.MOST_LIFT``: what customers chose."""

    id: str
    weight: int


class Nearness(msgspec.Struct, frozen=True):
    """
    Which documents count as near in meaning: at least ``floor``, and within ``margin`` of the nearest one; at most ``most``.

    They are chosen among those that pass the filters without a facet (a country); the other filters narrow them afterwards, as
    they narrow what the words find, so that facets count one set.
    """

    floor: float = 0.18
    margin: float = 0.3
    most: int = 100


MOST_AMONG = 200
MOST_LIFTS = 50
MOST_WITH_SOME_WORDS = 1_000  # among so many of the nearest, words make some nearer


class SearchRequest(msgspec.Struct, frozen=True, kw_only=True):
    """
    ``text`` empty: everything. ``sort`` none: by relevance, which needs a text, ``similar_to`` or ``vector``. ``with_counts``: facets of
    all counted fields and the spans of ``spans``, each without its own field's filter, as shops do, and the total.

    ``alternatives``: other texts that mean the same (synonyms): what fits any of them fits.

    Hits by meaning: with ``vector`` those near to it join the hits of the text, if there is one; both orders become one by
    reciprocal rank fusion (``fusion``). A text that is an exact code of some document finds by its words alone. With ``similar_to``,
    a document's id, in place of text and vector: those near to that document, without itself, the nearest first; none where it has no
    vector. Without hits by words, mended words are searched in place of them, and the vector, being of the words as typed, is left out.
    Failing that too, documents with some of the words in title or keywords count as nearer, by the share that they have of the
    text's ``concepts`` (see ``synonyms`` and ``fusion``).
    ``pins``: documents that come first by relevance, in this order, if they pass the filters, whether the text finds them or not.
    ``lifts``, at most ``MOST_LIFTS``: hits that rise where both orders become one; elsewhere they change nothing.
    ``among``: only these documents, at most ``MOST_AMONG``, if they pass the filters; none named is no restriction.
    The total, counts, filters and pages are about all these hits alike. While documents are written, a page of fused hits may
    repeat or skip one.
    """

    language: str = NEUTRAL
    edition: str = ""
    text: str = ""
    alternatives: tuple[str, ...] = ()
    vector: Vector | None = None
    similar_to: str | None = None
    nearness: Nearness = Nearness()
    pins: tuple[str, ...] = ()
    boosts: tuple[Boost, ...] = ()
    lifts: tuple[Lift, ...] = ()
    among: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    sort: Sort | None = None
    limit: int = 20
    cursor: str | None = None
    with_counts: bool = True
    spans: tuple[str, ...] = ()


class FacetValue(msgspec.Struct, frozen=True):
    value: str
    label: str
    count: int


class Facet(msgspec.Struct, frozen=True):
    """How many hits each value of a field has, the most frequent first."""

    field: str
    label: str
    values: tuple[FacetValue, ...]


class Span(msgspec.Struct, frozen=True):
    """The lowest and highest number of a field among the hits; none where there are no hits."""

    lowest: int | None = None
    highest: int | None = None


class Counts(msgspec.Struct, frozen=True):
    total: int = 0
    facets: tuple[Facet, ...] = ()
    spans: Mapping[str, Span] = {}


class Hit(msgspec.Struct, frozen=True):
    """``variant``: what differs in the card of the first variant that meets the filters; none where no filter is of variants."""

    id: str
    card: msgspec.Raw | None
    variant: msgspec.Raw | None = None


class SearchResult(msgspec.Struct, frozen=True, kw_only=True):
    """``counts`` is none where they were not asked for. ``did_you_mean``: the text that was searched instead, nothing having been found."""

    hits: tuple[Hit, ...]
    next_cursor: str | None = None
    counts: Counts | None = None
    did_you_mean: str | None = None


class SuggestRequest(msgspec.Struct, frozen=True, kw_only=True):
    """``text`` as typed so far; ``fields`` whose values may be suggested by name; ``filters`` hold for documents."""

    text: str
    language: str = NEUTRAL
    edition: str = ""
    fields: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    boosts: tuple[Boost, ...] = ()
    limit: int = 5


class SuggestedTerm(msgspec.Struct, frozen=True):
    field: str
    value: str
    label: str


class Suggestions(msgspec.Struct, frozen=True):
    """
    Whole texts that begin as typed, documents, and values of fields; at most ``limit`` of each kind. Where no text or document does,
    the last word may stand in the middle of another one, or hold a typing error.
    """

    queries: tuple[str, ...] = ()
    hits: tuple[Hit, ...] = ()
    terms: tuple[SuggestedTerm, ...] = ()


# Called while a rebuild goes on, again and again: documents read after the version they carry was taken.
Source = Callable[[], Iterable[Sequence[SearchDocument]]]


class SearchEngine(ABC):
    """
    An engine. Every call acts in the tenant in scope, outside any transaction.

    :raises NoTenantScope: without a tenant
    :raises ForbiddenInTransaction: inside ``tenancy.atomic()``
    :raises SearchUnavailable: when the engine does not answer
    """

    @abstractmethod
    def provision(self) -> None:
        """Make what the engine needs in the tenant in scope before anything is written; safe to repeat."""

    @abstractmethod
    def upsert(self, index: IndexDefinition, documents: Sequence[SearchDocument]) -> int:
        """Store them whole; how many were newer than what was there."""

    @abstractmethod
    def delete(self, index: IndexDefinition, removals: Sequence[Removal]) -> int:
        """Remove them; how many were newer than what was there."""

    @abstractmethod
    def missing_vectors(self, index: IndexDefinition, *, limit: int) -> Sequence[MissingVector]:
        """Some documents that have passages without a vector; none once all have theirs, or if the stored index is of another model."""

    @abstractmethod
    def set_vectors(self, index: IndexDefinition, vectors: Sequence[DocumentVector]) -> int:
        """
        Store vectors of documents whose passages are still those of the digest; others are passed over, so that a slow worker
        never gives a document the vector of an older text. How many were stored.
        """

    @abstractmethod
    def search(self, index: IndexDefinition, request: SearchRequest) -> SearchResult:
        """:raises InvalidInput: for a cursor of another list :raises IndexOutdated: if the stored index lacks a field"""

    @abstractmethod
    def suggest(self, index: IndexDefinition, request: SuggestRequest) -> Suggestions:
        """Completes what a person may be typing."""

    @abstractmethod
    def rebuild(self, index: IndexDefinition, source: Source) -> int:
        """
        Fill a new generation while the one in use stays searchable, then switch at once. Writes meanwhile reach both.
        What ``source`` does not bring is gone afterwards. How many documents the new one has.

        :raises RebuildRunning: if another rebuild of this index is under way
        """

    @abstractmethod
    def refresh(self, index: IndexDefinition) -> None:
        """Return once everything written before can be found."""

    @abstractmethod
    def is_current(self, index: IndexDefinition) -> bool:
        """Whether the stored index was made by this definition, or nothing is stored yet; else it needs a rebuild."""

    @abstractmethod
    def check(self) -> None:
        """Whether it answers. :raises SearchUnavailable:"""
