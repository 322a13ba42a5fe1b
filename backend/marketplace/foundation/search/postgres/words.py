"""The dictionary of an index at work: mending typing errors, and completing what is being typed."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from marketplace.foundation.search.folding import fold
from marketplace.foundation.search.port import Hit, SearchRequest, SuggestedTerm, SuggestRequest
from marketplace.foundation.search.postgres import lexemes, reading
from marketplace.foundation.search.postgres.dictionary import SHORTEST_MIDDLE
from marketplace.foundation.search.postgres.generations import rows
from marketplace.foundation.search.postgres.query import Query, Sql, Wanted
from marketplace.foundation.search.postgres.vectors import NOWHERE
from marketplace.foundation.search.spelling import OWN_LANGUAGE, closest, deletes, distance_to_beginning, slips_allowed

SHORTEST_BEGINNING = 2
CANDIDATES = 30
MOST_COMPARED = 200  # words, letter by letter


class Mended(NamedTuple):
    """Other words to look for, and how people write them; no text where only the last word's end was missing."""

    words: Wanted
    text: str | None


class _Known(NamedTuple):
    word: str
    surface: str
    documents: int


def mend(query: Query) -> Mended | None:
    """What was probably meant by words that were not found; None if the dictionary knows no better."""
    assert query.words is not None
    typed = query.words.words
    known = _lookup(query, typed)
    words, surfaces, is_begun = [], [], False
    for position, word in enumerate(typed, 1):
        entry = known.get(word)
        meant = entry and entry.get(word)
        if meant is None and entry:
            is_last = position == len(typed)
            if is_last and any(candidate.startswith(word) for candidate in entry):
                is_begun = True
            elif (nearest := closest(word, [(candidate.word, candidate.documents) for candidate in entry.values()])) is not None:
                meant = entry[nearest]
        words.append(meant.word if meant else word)
        surfaces.append(meant.surface if meant else word)
    if tuple(words) == typed and not is_begun:
        return None
    return Mended(Wanted(tuple(words), is_mended=True, is_begun=is_begun), " ".join(surfaces) if tuple(words) != typed else None)


def _lookup(query: Query, typed: tuple[str, ...]) -> dict[str, dict[str, _Known]]:
    """For each typed word what the dictionaries of all languages have near it, the own language's spelling before others'."""
    variants = {lexemes.quoted(lexemes.deleted_lexeme(left)) for word in typed if slips_allowed(word) for left in deletes(word)}
    beginning = typed[-1] if len(typed[-1]) >= SHORTEST_BEGINNING else ""
    known = "SELECT space, word, surface, documents FROM search_words WHERE space = ANY(%(spaces)s) AND documents > 0"
    found = rows(
        f"""
        SELECT space = %(own)s, word, surface, documents FROM (
            {known} AND word = ANY(%(typed)s)
            UNION SELECT near.* FROM unnest(%(variants)s::text[]) AS variant, LATERAL ({known} AND forms @@ variant::tsquery) near
            UNION {known} AND word >= %(beginning)s AND word < %(end)s
        ) near
        ORDER BY 1, documents
        """,  # noqa: S608
        {
            "spaces": [lexemes.space_of(query.generation.id, language) for language in query.index.languages()],
            "own": query.space,
            "typed": list(typed),
            "variants": sorted(variants),
            "beginning": beginning,
            "end": _end_of_prefix(beginning) if beginning else "",
        },
    )
    near: dict[str, dict[str, _Known]] = defaultdict(dict)
    for is_own, word, surface, documents in found:
        for target in typed:
            near[target][word] = _Known(word, surface, documents + (OWN_LANGUAGE if is_own else 0))
    return near


def suggest_freely(query: Query, request: SuggestRequest) -> tuple[tuple[str, ...], tuple[Hit, ...]]:
    """Texts and documents where nothing begins as typed: the last word in the middle of another; else with a typing error in it."""
    assert query.words is not None
    typed = query.words.words
    for find in (_inside, _misspelt):
        if ends := find(query, typed[-1]):
            freely = query.with_words(Wanted(typed, is_mended=True, ends=ends))
            if hits := suggest_hits(freely, request):
                return suggest_queries(freely, request), hits
    return (), ()


def _inside(query: Query, letters: str) -> tuple[str, ...]:
    """The most used words with these letters in them, not at their beginning."""
    if len(letters) < SHORTEST_MIDDLE:
        return ()
    return tuple(_of_form(query, [lexemes.starts_with(lexemes.ending_lexeme(letters))], limit=CANDIDATES))


def _misspelt(query: Query, typed: str) -> tuple[str, ...]:
    """
    The words with the nearest beginning, if it is near enough and the first letter right. What is left of both with a letter or two
    deleted is the same, so far as it was typed.
    """
    if not slips_allowed(typed):
        return ()
    starts = [lexemes.starts_with(lexemes.deleted_lexeme(left)) for left in deletes(typed) if left[0] == typed[0]]
    begun = [word for word in _of_form(query, starts, limit=MOST_COMPARED) if word[0] == typed[0]]
    slips = {word: distance_to_beginning(typed, word) for word in begun}
    nearest = min(slips.values(), default=0)
    return tuple([word for word in begun if slips[word] == nearest][:CANDIDATES]) if nearest <= slips_allowed(typed) else ()


def _of_form(query: Query, forms: list[str], *, limit: int) -> list[str]:
    found = rows(
        "SELECT word FROM search_words WHERE space = %s AND forms @@ %s::tsquery AND documents > 0 ORDER BY documents DESC, word LIMIT %s",
        [query.space, " | ".join(forms), limit],
    )
    return [word for (word,) in found]


def suggest_queries(query: Query, request: SuggestRequest) -> tuple[str, ...]:
    """The typed text with its last word completed, the most used words first; only texts that find something."""
    assert query.words is not None
    typed = query.words.words
    if len(typed[-1]) < SHORTEST_BEGINNING:
        return ()
    ending = Sql("word = ANY(%s)", [list(query.words.ends)])
    if not query.words.ends:
        ending = Sql("word >= %s AND word < %s", [typed[-1], _end_of_prefix(typed[-1])])
    before = [lexemes.word_lexeme(word) for word in typed[:-1]]
    fits = " & ".join(map(lexemes.quoted, [lexemes.space_lexeme(query.space), *before]))
    found = rows(
        f"""
        SELECT surface FROM (
            SELECT word, surface, documents FROM search_words
            WHERE space = %s AND {ending.text} AND documents > 0 ORDER BY documents DESC, word LIMIT %s
        ) candidate
        WHERE EXISTS (SELECT 1 FROM search_entries WHERE vector @@ (%s::tsquery && ('''=' || candidate.word || '''')::tsquery))
        ORDER BY documents DESC, word LIMIT %s
        """,  # noqa: S608
        [query.space, *ending.params, CANDIDATES, fits, request.limit],
    )
    given = request.text.strip().split()
    return tuple(" ".join([*given[:-1], surface]) for (surface,) in found)


def suggest_hits(query: Query, request: SuggestRequest) -> tuple[Hit, ...]:
    """Documents with all words but the last, and the last at least begun."""
    page = reading.read_page(query, SearchRequest(edition=request.edition, limit=request.limit), None, NOWHERE)
    return page.hits if page else ()


def suggest_terms(query: Query, request: SuggestRequest) -> tuple[SuggestedTerm, ...]:
    """Values of the wanted fields that have a word beginning as typed, and are in use; ``limit`` of each field."""
    typed = fold(request.text)
    if len(typed) < SHORTEST_BEGINNING or not request.fields:
        return ()
    found = rows(
        """
        SELECT field, value, label FROM (
            SELECT field, value, label, hash, row_number() OVER (PARTITION BY field ORDER BY length(label), label) AS place
            FROM search_terms
            WHERE space = %s AND field = ANY(%s) AND folded LIKE %s
              AND EXISTS (SELECT 1 FROM search_entries WHERE space = search_terms.space
                          AND vector @@ (%s::tsquery && ('''~' || to_hex(search_terms.hash) || '''')::tsquery))
        ) found
        WHERE place <= %s ORDER BY field, place
        """,
        [query.space, list(request.fields), f"% {typed}%", lexemes.quoted(lexemes.space_lexeme(query.space)), request.limit],
    )
    return tuple(SuggestedTerm(*row) for row in found)


def _end_of_prefix(prefix: str) -> str:
    """The first text, in code point order, behind all that begin with ``prefix``."""
    return prefix + "\U0010ffff"
