"""A request as SQL: the conditions that entries must meet, and the score of those that fit a text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec

from marketplace.foundation.search.folding import fold, fold_code
from marketplace.foundation.search.port import AnyOf, Boost, Filter, IndexDefinition, IndexOutdated, Range
from marketplace.foundation.search.postgres import lexemes
from marketplace.foundation.search.postgres.generations import Generation

MAX_WORDS = 20  # of a query; the rest is not searched
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
    """A piece of a statement with the parameters of its placeholders."""

    text: str
    params: list[Any]


def wanted(text: str, alternatives: Sequence[str] = ()) -> Wanted:
    others = tuple(words for other in alternatives[:MAX_ALTERNATIVES] if (words := _words(other)))
    return Wanted(words=_words(text), code=fold_code(text), alternatives=others)


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split()[:MAX_WORDS])


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
    ) -> None:
        self.index, self.generation, self.language, self.words = index, generation, language, words
        self.space = lexemes.space_of(generation.id, language)
        self.filters, self.boosts = filters, boosts

    def with_words(self, words: Wanted) -> Query:
        return Query(self.index, self.generation, self.language, filters=self.filters, words=words, boosts=self.boosts)

    def conditions(self, *, without: frozenset[str] = frozenset(), of_text: bool = True) -> Sql:
        """All conditions but the filters of the fields in ``without``; ``of_text`` says whether the words are one of them."""
        found: list[str] = []
        params: list[Any] = []
        plain = [Sql("space = %s", [self.space])]
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
            else:
                plain.append(self.compare(each))
        if found:
            found.append("%s::tsquery")
            params.append(lexemes.quoted(lexemes.space_lexeme(self.space)))
            plain.insert(0, Sql(f"vector @@ ({' && '.join(found)})", params))
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
        return Sql(f"({ranked.text} || %s::tsquery)", [*ranked.params, " | ".join([*exact, code])])

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


def _hashes(filter: AnyOf) -> list[int]:
    return [lexemes.term_hash(filter.field, value) for value in filter.values]
