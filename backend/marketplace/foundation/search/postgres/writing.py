"""Storing documents: their versions first, then an entry per language, then what the dictionary learns or forgets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from marketplace.foundation.search.compounds import endings, has_compounds
from marketplace.foundation.search.folding import fold_code
from marketplace.foundation.search.port import DocumentVector, IndexDefinition, Removal, SearchDocument
from marketplace.foundation.search.postgres import dictionary, lexemes, vectors
from marketplace.foundation.search.postgres.generations import Generation, cursor, rows
from marketplace.foundation.search.searched import Searched, searched

MOST_PARTS = 300  # of compounds in one title

_COLUMNS = ("space", "document_id", "vector", "strong", "terms", "marks", "numbers", "boost", "cards")
_digests = msgspec.json.Encoder(order="deterministic")


def upsert(index: IndexDefinition, generation: Generation, documents: Sequence[SearchDocument]) -> int:
    """Within a transaction that has locked the generation. How many were newer."""
    newest = {document.id: document for document in sorted(documents, key=lambda document: document.version)}
    known = _known(generation, list(newest))
    fresh = [document for document in newest.values() if document.version > known.get(document.id, (-1, ""))[0]]
    digests = {document.id: _digest(document) for document in fresh}
    changed = [document for document in fresh if known.get(document.id, (0, ""))[1] != digests[document.id]]
    _note_versions(generation, [(document.id, document.version, digests[document.id], False) for document in fresh])
    if changed:
        if index.vectors:
            vectors.store_passages(index, generation, changed)
        _replace_entries(index, generation, changed)
    return len(fresh)


def delete(index: IndexDefinition, generation: Generation, removals: Sequence[Removal]) -> int:
    """Within a transaction that has locked the generation. How many were newer."""
    newest = {removal.id: removal for removal in sorted(removals, key=lambda removal: removal.version)}
    known = _known(generation, list(newest))
    fresh = [removal for removal in newest.values() if removal.version > known.get(removal.id, (-1, ""))[0]]
    _note_versions(generation, [(removal.id, removal.version, "", True) for removal in fresh])
    ids = [removal.id for removal in fresh if known.get(removal.id, (0, ""))[1]]
    if ids:
        spaces = [lexemes.space_of(generation.id, language) for language in index.languages()]
        dictionary.count_words(dictionary.forget_words(spaces, ids), {})
        with cursor() as db:
            db.execute("DELETE FROM search_entries WHERE space = ANY(%s) AND document_id = ANY(%s)", [spaces, ids])
        if index.of_variants:
            _forget_variants(generation, ids)
        if index.vectors:
            vectors.forget(generation, ids)
        bump(generation)
    return len(fresh)


def set_vectors(index: IndexDefinition, generation: Generation, made: Sequence[DocumentVector]) -> int:
    """Within a transaction that has locked the generation. How many fitted the passages that are there now."""
    stored = vectors.store_vectors(generation, made) if generation.holds_vectors_of(index) else 0
    if stored:
        bump(generation)
    return stored


def erase(generation_ids: Sequence[int]) -> None:
    """Every row of generations that are not in use any more."""
    patterns = [f"{identifier}:%" for identifier in generation_ids]
    with cursor() as db:
        for table in ("search_entries", "search_terms", "search_words"):
            db.execute(f"DELETE FROM {table} WHERE space LIKE ANY(%s)", [patterns])  # noqa: S608
        for table in ("search_documents", "search_vectors", "search_variants"):
            db.execute(f"DELETE FROM {table} WHERE generation = ANY(%s)", [list(generation_ids)])  # noqa: S608
        db.execute("DELETE FROM search_generations WHERE id = ANY(%s)", [list(generation_ids)])


def _known(generation: Generation, ids: list[str]) -> dict[str, tuple[int, str]]:
    """Version and digest (empty: removed) of those that the generation has seen."""
    found = rows(
        "SELECT document_id, version, digest FROM search_documents WHERE generation = %s AND document_id = ANY(%s)",
        [generation.id, ids],
    )
    return {identifier: (version, digest) for identifier, version, digest in found}


def _digest(document: SearchDocument) -> str:
    content = _digests.encode(msgspec.structs.replace(document, version=0, vector=None))
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _note_versions(generation: Generation, versions: list[tuple[str, int, str, bool]]) -> None:
    columns = [list(column) for column in zip(*versions, strict=True)] if versions else [[], [], [], []]
    with cursor() as db:
        db.execute(
            """
            INSERT INTO search_documents (generation, document_id, version, digest, is_removed)
            SELECT %s, * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::boolean[])
            ON CONFLICT (generation, document_id)
            DO UPDATE SET version = EXCLUDED.version, digest = EXCLUDED.digest, is_removed = EXCLUDED.is_removed
            """,
            [generation.id, *columns],
        )


def _replace_entries(index: IndexDefinition, generation: Generation, documents: Sequence[SearchDocument]) -> None:
    spaces = {language: lexemes.space_of(generation.id, language) for language in index.languages()}
    counts = dictionary.forget_words(list(spaces.values()), [document.id for document in documents])
    written: dict[tuple[str, str], str] = {}
    entries = []
    for document in documents:
        entry = _shared_columns(index, generation, document)
        for i, (language, space) in enumerate(spaces.items()):
            text = searched(document, language)
            entry |= _language_columns(document, text, language, i)
            entry[f"lexemes{i}"] = _lexemes(space, entry["terms"] + entry["marks"], text.forms)
            if has_compounds(language):
                parts = dict.fromkeys(map(lexemes.ending_lexeme, endings(text.title.split())))
                entry[f"lexemes{i}"] += " " + lexemes.vector_literal(list(parts)[:MOST_PARTS])
            for word, surface in text.forms.items():
                counts[space, word] += 1
                written[space, word] = surface
        entries.append(entry)
    _insert_entries(spaces, entries)
    if index.of_variants:
        _replace_variants(generation, documents)
    dictionary.label_terms(spaces, documents, index)
    dictionary.count_words(counts, written)
    bump(generation)


def _shared_columns(index: IndexDefinition, generation: Generation, document: SearchDocument) -> dict[str, Any]:
    """What a document's entries have in common. ``terms`` are counted fields, ``marks`` the others and the codes."""
    keywords = [(index.keyword(term.field), lexemes.term_hash(term.field, term.value)) for term in document.terms]
    codes = {lexemes.code_hash(code) for code in map(fold_code, document.codes) if code}
    return {
        "document_id": document.id,
        "boost": document.boost,
        "numbers": [document.numbers.get(name, 0) for name in generation.number_names],
        "terms": [hashed for field, hashed in keywords if field.is_counted],
        "marks": [hashed for field, hashed in keywords if not field.is_counted] + sorted(codes),
    }


def _language_columns(document: SearchDocument, text: Searched, language: str, i: int) -> dict[str, Any]:
    return {
        f"title{i}": text.title,
        f"keywords{i}": text.keywords,
        f"body{i}": text.body,
        f"cards{i}": document.cards.get(language, {}),
    }


def _lexemes(space: str, keywords: Sequence[int], words: Iterable[str]) -> str:
    found = [lexemes.space_lexeme(space)]
    found += [lexemes.term_lexeme(hashed) for hashed in keywords]
    found += [lexemes.word_lexeme(word) for word in words]
    return lexemes.vector_literal(found)


def _insert_entries(spaces: dict[str, str], entries: list[dict[str, Any]]) -> None:
    """
    One statement for all: each text is stemmed once, and its title and keywords join the entries of the other languages at the
    lowest weight. What is put into the statement is ours: numbers, names of columns and of configurations.
    """
    types = ["document_id text", "boost int", "numbers bigint[]", "terms bigint[]", "marks bigint[]"]
    stems, selects = [], []
    for i, (language, space) in enumerate(spaces.items()):
        stem = f"to_tsvector('{lexemes.configuration(language)}', "
        types += [f"title{i} text", f"keywords{i} text", f"body{i} text", f"lexemes{i} text", f"cards{i} json"]
        stems.append(f"setweight({stem} title{i}), 'A') || setweight({stem} keywords{i}), 'B') AS strong{i}")
        strong = " || ".join([f"strong{i}", *(f"setweight(strong{j}, 'D')" for j in range(len(spaces)) if j != i)])
        vector = f"lexemes{i}::tsvector || strip({strong}) || strip({stem} body{i}))"
        columns = f"'{space}', document_id, {vector}, {strong}, terms, marks, numbers, boost, cards{i}"
        selects.append(f"SELECT {columns} FROM stemmed")  # noqa: S608
    source = f"SELECT *, {', '.join(stems)} FROM json_to_recordset(%s) AS source ({', '.join(types)})"  # noqa: S608
    updates = ", ".join(f"{column} = EXCLUDED.{column}" for column in _COLUMNS[2:])
    statement = (
        f"WITH stemmed AS MATERIALIZED ({source}) INSERT INTO search_entries ({', '.join(_COLUMNS)}) "
        f"{' UNION ALL '.join(selects)} ON CONFLICT (space, document_id) DO UPDATE SET {updates}"
    )
    with cursor() as db:
        db.execute(statement, [msgspec.json.encode(entries).decode()])


def _replace_variants(generation: Generation, documents: Sequence[SearchDocument]) -> None:
    records = [
        {
            "document_id": document.id,
            "place": place,
            "terms": [lexemes.term_hash(*term) for term in variant.terms],
            "numbers": [variant.numbers.get(name) for name in generation.number_names],
            "cards": variant.cards,
        }
        for document in documents
        for place, variant in enumerate(document.variants)
    ]
    _forget_variants(generation, [document.id for document in documents])
    with cursor() as db:
        db.execute(
            """
            INSERT INTO search_variants (generation, document_id, place, terms, numbers, cards)
            SELECT %s, * FROM json_to_recordset(%s)
                AS variant (document_id text, place int, terms bigint[], numbers bigint[], cards json)
            """,
            [generation.id, msgspec.json.encode(records).decode()],
        )


def _forget_variants(generation: Generation, ids: Sequence[str]) -> None:
    with cursor() as db:
        db.execute("DELETE FROM search_variants WHERE generation = %s AND document_id = ANY(%s)", [generation.id, list(ids)])


def bump(generation: Generation) -> None:
    """What was computed of the index so far holds no more."""
    with cursor() as db:
        db.execute("UPDATE search_generations SET revision = revision + 1 WHERE id = %s", [generation.id])
