"""A request as SQL: the conditions that entries must meet, and the score of those that fit a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from marketplace.foundation.search.compounds import SHORTEST_INSIDE, SHORTEST_PART, has_compounds
from marketplace.foundation.search.errors import IndexOutdated
from marketplace.foundation.search.folding import fold_code
from marketplace.foundation.search.port import MOST_AMONG, AnyOf, Boost, Filter, IndexDefinition, Range
from marketplace.foundation.search.postgres import lexemes
from marketplace.foundation.search.postgres.generations import Generation
from marketplace.foundation.search.searched import words_of
from marketplace.foundation.search.stopwords import telling
from marketplace.foundation.search.synonyms import roots_of

MAX_ALTERNATIVES = 8  # each is parsed by every language's dictionary
CODE_SCORE = 1_000_000_000  # an exact code comes before every word
RANK_SCALE = 1_000_000
OTHERWISE_SCALE = RANK_SCALE // 2  # what was typed counts more than what means the same


class Wanted(msgspec.Struct, frozen=True):
    """
    The words to look for, folded. ``mended``: in place of what was typed, with the last word possibly only begun;
    then every word must be found in some language, while ``code`` is left out. ``alternatives`` are as good as the words.
    ``ends``: whole words that may be meant by the last one, in place of it.
    """

    words: tuple[str, ...]
    code: str = ""
    is_mended: bool = False
    is_begun: bool = False
    alternatives: tuple[tuple[str, ...], ...] = ()
    ends: tuple[str, ...] = ()


class Sql(NamedTuple):
    """A part of a statement with the parameters of its placeholders."""

    text: str
    params: list[Any]


def wanted(text: str, alternatives: Sequence[str] = ()) -> Wanted:
    others = tuple(words for other in alternatives[:MAX_ALTERNATIVES] if (words := words_of(other)))
    return Wanted(words=words_of(text), code=fold_code(text), alternatives=others)


class Query:
    """What one request asks of one space. Conditions on fields are kept apart, so that counting can leave one out."""

    def __init__(
        self,
        index: IndexDefinition,
        generation: Generation,
        language: str,
        *,
        filters: Sequence[Filter],
        words: Wanted | None,
        boosts: Sequence[Boost] = (),
        among: Sequence[str] = (),
    ) -> None:
        self.index, self.generation, self.language, self.words = index, generation, language, words
        self.space = lexemes.space_of(generation.id, language)
        self.filters, self.boosts, self.among = filters, boosts, list(among[:MOST_AMONG])
        of_variants = [each for each in filters if index.is_of_variants(each.field)]
        # One filter by a keyword says the same of a document as of its variants.
        self.is_by_variants = len({each.field for each in of_variants}) > 1 or any(isinstance(each, Range) for each in of_variants)
        self.shows_variants = bool(of_variants)

    def with_words(self, words: Wanted) -> Query:
        return self._with(self.filters, words)

    @property
    def has_facets(self) -> bool:
        return not all(map(self.is_scope, self.filters))

    def without_facets(self) -> Query:
        return self._with(tuple(filter(self.is_scope, self.filters)), self.words)

    def _with(self, filters: Sequence[Filter], words: Wanted | None) -> Query:
        return Query(self.index, self.generation, self.language, filters=filters, words=words, boosts=self.boosts, among=self.among)

    def conditions(self, *, without: frozenset[str] = frozenset(), of_text: bool = True, by_column: bool = False) -> Sql:
        """
        All conditions but the filters of the fields in ``without``; ``of_text`` says whether the words are one of them. The text index
        knows the space, too: it is compared once, unless it is to be asked for by its column, with which other indices begin.
        """
        found: list[str] = []
        params: list[Any] = []
        plain: list[Sql] = []
        if self.words is not None and of_text:
            text = self.text()
            found.append(text.text)
            params += text.params
        for each in self.filters:
            if each.field in without:
                continue
            if isinstance(each, AnyOf) and each.values and not self.index.keyword(each.field).is_broad:
                found.append("%s::tsquery")
                params.append(lexemes.any_of([lexemes.term_lexeme(hashed) for hashed in _hashes(each)]))
            elif not (self.is_by_variants and self.index.is_of_variants(each.field)):
                plain.append(self.compare(each))
        if self.is_by_variants:
            plain.append(self._some_variant(without))
        if self.among:
            plain.append(Sql("document_id = ANY(%s)", [self.among]))
            by_column = True
        if found:
            found.append("%s::tsquery")
            params.append(lexemes.quoted(lexemes.space_lexeme(self.space)))
            plain.insert(0, Sql(f"vector @@ ({' && '.join(found)})", params))
        if by_column or not found:
            plain.append(Sql("space = %s", [self.space]))
        return joined(plain)

    def scope(self) -> Sql:
        """The filters that say what may be seen at all: those of fields without a facet."""
        return joined([self.compare(each) for each in self.filters if self.is_scope(each)] or [Sql("true", [])])

    def is_scope(self, filter: Filter) -> bool:
        return isinstance(filter, AnyOf) and not self.index.keyword(filter.field).is_counted

    def compare(self, filter: Filter) -> Sql:
        """One filter against an entry's own columns, without the index."""
        if isinstance(filter, Range):
            ends = [("<=", filter.at_most), (">=", filter.at_least)]
            return joined([Sql(f"{self.number(filter.field)} {op} %s", [end]) for op, end in ends if end is not None] or [Sql("true", [])])
        column = "terms" if self.index.keyword(filter.field).is_counted else "marks"
        return Sql(f"{column} && %s::bigint[]", [_hashes(filter)])

    def _some_variant(self, without: frozenset[str]) -> Sql:
        """One variant must meet all filters of variants, but those of the fields in ``without``."""
        fits = self.variant_fits(without=without)
        return Sql(f"EXISTS (SELECT FROM search_variants variant WHERE {fits.text})", fits.params) if fits.params else Sql("true", [])

    def variant_fits(self, *, without: frozenset[str] = frozenset()) -> Sql:
        """Of ``search_variants variant``: it is one of the entry's, and meets the filters of variants. No parameters: there are none."""
        own = Sql(f"variant.generation = {int(self.generation.id)} AND variant.document_id = search_entries.document_id", [])
        return joined([own, *self.variant_filters(without)])

    def variant_filters(self, without: frozenset[str] = frozenset()) -> list[Sql]:
        found = []
        for each in self.filters:
            if not self.index.is_of_variants(each.field) or each.field in without:
                continue
            if isinstance(each, Range):
                number = f"variant.{self.number(each.field)[1:-1]}"
                ends = [("<=", each.at_most), (">=", each.at_least)]
                found += [Sql(f"{number} {op} %s", [end]) for op, end in ends if end is not None]
            else:
                found.append(Sql("variant.terms && %s::bigint[]", [_hashes(each)]))
        return found

    def number(self, field: str) -> str:
        """The expression of a number field, as its index has it. :raises IndexOutdated: if this generation lacks it"""
        slot = self.generation.slot(field)
        if slot is None:
            raise IndexOutdated(note=f"the index {self.index.name} has no field {field} yet")
        return f"(numbers[{slot}])"

    def score(self) -> Sql:
        """How well an entry fits the words, as a whole number: an exact code, then rank, then boost."""
        assert self.words is not None
        parts = [self._rank(self._as_typed(), RANK_SCALE), self.boost()]
        if self.words.alternatives:
            parts.append(self._rank(self._put_otherwise(), OTHERWISE_SCALE))
        if self.words.code:
            parts.append(Sql(f"(marks @> %s::bigint[])::int * {CODE_SCORE}::bigint", [[lexemes.code_hash(self.words.code)]]))
        return joined(parts, " + ")

    def boost(self) -> Sql:
        """What lifts an entry among those that fit as well."""
        return joined([Sql("boost", []), *map(self._boost, self.boosts)], " + ")

    def _boost(self, boost: Boost) -> Sql:
        if boost.value:
            hashed = [lexemes.term_hash(boost.field, boost.value)]
            column = "terms" if self.index.keyword(boost.field).is_counted else "marks"
            return Sql(f"({column} @> %s::bigint[])::int * %s", [hashed, boost.weight])
        number = f"greatest({self.number(boost.field)}, 0)"
        return Sql(f"%s * {number} / ({number} + %s)", [boost.weight, boost.half_at])

    def text(self) -> Sql:
        """A ``tsquery`` of what fits: the words in any language of the tenant, as they are, or as a code."""
        if self.words is not None and self.words.is_mended:
            return self._mended()
        assert self.words is not None
        ranked = self._ranked()
        exact = [lexemes.all_of([lexemes.word_lexeme(word) for word in words]) for words in (self.words.words, *self.words.alternatives)]
        code = lexemes.quoted(lexemes.term_lexeme(lexemes.code_hash(self.words.code)))
        found = [ranked, Sql("%s::tsquery", [" | ".join([*exact, code])])]
        if has_compounds(self.language):
            found.append(self._in_compounds(telling(self.words.words, self.language)))
        text = joined(found, " || ")
        return Sql(f"({text.text})", text.params)

    def _in_compounds(self, words: tuple[str, ...]) -> Sql:
        """All words, each for itself or as a part of a longer one."""
        own = f"plainto_tsquery('{lexemes.configuration(self.language)}', %s)"
        each = [Sql(f"({own} || %s::tsquery)", [word, lexeme]) if (lexeme := _part(word)) else Sql(own, [word]) for word in words]
        both = joined(each, " && ")
        return Sql(f"({both.text})", both.params)  # in PostgreSQL || and && bind equally

    def _ranked(self) -> Sql:
        assert self.words is not None
        return joined([self._as_typed(), self._put_otherwise()], " || ") if self.words.alternatives else self._as_typed()

    def _rank(self, words: Sql, scale: int) -> Sql:
        return Sql(f"(ts_rank(strong, ({words.text})) * {scale})::bigint", words.params)

    def _as_typed(self) -> Sql:
        """The words as each language's dictionary sees them, the request's own language first."""
        assert self.words is not None
        return self._in_languages(" ".join(self.words.words))

    def _put_otherwise(self) -> Sql:
        """The alternatives as the request's own language sees them."""
        assert self.words is not None
        own = lexemes.configuration(self.language)
        return joined([Sql(f"plainto_tsquery('{own}', %s)", [" ".join(words)]) for words in self.words.alternatives], " || ")

    def _in_languages(self, words: str) -> Sql:
        configurations = dict.fromkeys(lexemes.configuration(language) for language in (self.language, *self.index.languages()))
        parts = [f"plainto_tsquery('{configuration}', %s)" for configuration in configurations]
        return Sql(f"({' || '.join(parts)})", [words] * len(parts))

    def any_of(self, phrases: Sequence[str]) -> Sql:
        """A ``tsquery`` of what has any of these phrases of folded words."""
        return joined([self._in_languages(phrase) for phrase in phrases], " || ")

    def _mended(self) -> Sql:
        assert self.words is not None
        *before, last = self.words.words
        each = joined([*map(self._whole, before), self._last(last)], " && ")
        return Sql(f"({each.text})", each.params)

    def _last(self, word: str) -> Sql:
        assert self.words is not None
        if self.words.ends:
            return Sql("%s::tsquery", [lexemes.any_of([lexemes.word_lexeme(end) for end in self.words.ends])])
        return self._also_as(word, lexemes.starts_with(lexemes.word_lexeme(word))) if self.words.is_begun else self._whole(word)

    def _whole(self, word: str) -> Sql:
        return self._also_as(word, lexemes.quoted(lexemes.word_lexeme(word)))

    def _also_as(self, word: str, literal: str) -> Sql:
        stemmed = self._in_languages(word)
        return Sql(f"({stemmed.text} || %s::tsquery)", [*stemmed.params, literal])


def joined(parts: Sequence[Sql], separator: str = " AND ") -> Sql:
    return Sql(separator.join(part.text for part in parts), [param for part in parts for param in part.params])


def _part(word: str) -> str:
    """The lexemes of titles with a compound that ends in the word, or, of a longer one, has it inside; empty if it is too short."""
    if len(word) < SHORTEST_PART or word.isdigit():
        return ""
    if len(word) < SHORTEST_INSIDE:
        return lexemes.quoted(lexemes.ending_lexeme(word))
    (root,) = roots_of(word) or (word,)
    return lexemes.starts_with(lexemes.ending_lexeme(root if len(root) >= SHORTEST_PART else word))


def _hashes(filter: AnyOf) -> list[int]:
    return [lexemes.term_hash(filter.field, value) for value in filter.values]
