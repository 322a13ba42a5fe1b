"""What an index knows of its words and of its keywords' names, kept in step with its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from marketplace.foundation.search.folding import surfaces
from marketplace.foundation.search.port import IndexDefinition, SearchDocument, Term
from marketplace.foundation.search.postgres import lexemes
from marketplace.foundation.search.postgres.generations import cursor, rows
from marketplace.foundation.search.spelling import deletes

SHORTEST_MIDDLE = 3  # letters by which a word is found that does not begin with them

WordCounts = Counter[tuple[str, str]]  # by space and word


def forget_words(spaces: list[str], ids: list[str]) -> WordCounts:
    """The words of the stored entries of these documents, counted below zero."""
    found = rows(
        """
        SELECT entry.space, substr(stored.lexeme, 2), count(*)
        FROM search_entries entry, unnest(tsvector_to_array(entry.vector)) AS stored (lexeme)
        WHERE entry.space = ANY(%s) AND entry.document_id = ANY(%s) AND stored.lexeme LIKE '=%%'
        GROUP BY 1, 2
        """,
        [spaces, ids],
    )
    return Counter({(space, word): -count for space, word, count in found})


def count_words(counts: WordCounts, written: dict[tuple[str, str], str]) -> None:
    """Add to the dictionary's counts; a word that no document has any more stays, counted zero, and is passed over."""
    moved = [{"space": space, "word": word, "documents": count} for (space, word), count in sorted(counts.items()) if count]
    if not moved:
        return
    found = rows(
        """
        UPDATE search_words known SET documents = known.documents + moved.documents
        FROM json_to_recordset(%s) AS moved (space text, word text, documents int)
        WHERE known.space = moved.space AND known.word = moved.word RETURNING known.space, known.word
        """,
        [msgspec.json.encode(moved).decode()],
    )
    new = dict.fromkeys(key for key, count in sorted(counts.items()) if count)
    for space, word in found:
        del new[space, word]
    _store(
        """
        INSERT INTO search_words (space, word, surface, documents, forms)
        SELECT * FROM json_to_recordset(%s) AS new (space text, word text, surface text, documents int, forms tsvector)
        """,
        [
            {"space": space, "word": word, "surface": written[space, word], "documents": counts[space, word], "forms": _forms(word)}
            for space, word in new
        ],
    )


def _forms(word: str) -> str:
    found = [lexemes.deleted_lexeme(letters) for letters in deletes(word)]
    if not word.isdigit():
        found += [lexemes.ending_lexeme(word[start:]) for start in range(1, len(word) - SHORTEST_MIDDLE + 1)]
    return lexemes.vector_literal(found)


def label_terms(spaces: dict[str, str], documents: Sequence[SearchDocument], index: IndexDefinition) -> None:
    """Write down how the counted keywords of these documents are called in each language; the latest name counts."""
    terms = {(term.field, term.value): term for document in documents for term in document.terms if index.keyword(term.field).is_counted}
    named = [_named(space, term, language) for language, space in spaces.items() for _, term in sorted(terms.items())]
    _store(
        """
        INSERT INTO search_terms (space, hash, field, value, label, field_label, folded)
        SELECT * FROM json_to_recordset(%s)
            AS named (space text, hash bigint, field text, value text, label text, field_label text, folded text)
        ON CONFLICT (space, hash) DO UPDATE
        SET label = EXCLUDED.label, field_label = EXCLUDED.field_label, folded = EXCLUDED.folded
        WHERE (search_terms.label, search_terms.field_label) IS DISTINCT FROM (EXCLUDED.label, EXCLUDED.field_label)
        """,
        named,
    )


def _named(space: str, term: Term, language: str) -> dict[str, Any]:
    label = term.labels.get(language) or term.value
    return {
        "space": space,
        "hash": lexemes.term_hash(term.field, term.value),
        "field": term.field,
        "value": term.value,
        "label": label,
        "field_label": term.field_labels.get(language) or term.field,
        "folded": "".join(f" {word}" for word in surfaces(label)),
    }


def _store(statement: str, records: list[dict[str, Any]]) -> None:
    if records:
        with cursor() as db:
            db.execute(statement, [msgspec.json.encode(records).decode()])
