"""A document of the port as Elasticsearch stores it, and the names of its keywords as documents of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from marketplace.foundation.search.elasticsearch.client import Json
from marketplace.foundation.search.elasticsearch.mapping import edition_key, language_key, number_field
from marketplace.foundation.search.folding import fold, fold_code, fold_for_index, surfaces
from marketplace.foundation.search.port import IndexDefinition, SearchDocument, Term, Text

DOCUMENT, LABEL, GONE = "document", "label", "gone"
MAX_BODY = 20_000  # characters of a text's body that are searched
MAX_WORD = 60  # longer "words" are nothing that anybody types
SEPARATOR = "="  # between a field and its value, a word and its written form


class Stored(NamedTuple):
    """What goes under one id, and the version that it has."""

    id: str
    version: int
    body: Json


def keyword(field: str, value: str) -> str:
    return f"{field}{SEPARATOR}{value}"


def label_id(field: str, value: str) -> str:
    """No document's id begins like it."""
    return "~" + hashlib.blake2b(keyword(field, value).encode(), digest_size=16).hexdigest()


def stored_document(index: IndexDefinition, document: SearchDocument) -> Stored:
    terms = [(index.keyword(term.field), keyword(term.field, term.value)) for term in document.terms]
    body: Json = {
        "kind": DOCUMENT,
        "id": document.id,
        "boost": document.boost,
        "terms": [value for field, value in terms if field.is_counted],
        "marks": [value for field, value in terms if not field.is_counted],
        "codes": sorted({code for code in map(fold_code, document.codes) if code}),
        "numbers": {number_field(name).removeprefix("numbers."): document.numbers.get(name, 0) for name in index.number_names()},
        "cards": {language_key(language): _texts_of(cards) for language, cards in document.cards.items()},
    }
    for language in index.languages():
        body |= _language_fields(document, language)
    if index.vectors is not None and document.passages:
        body |= {"passages": list(document.passages), "digest": document.digest()}
        body |= {"vector": list(document.vector)} if document.vector is not None else {}
    return Stored(document.id, document.version, body)


def stored_removal(id: str, version: int) -> Stored:
    """What stays of a removed document, so that an older write cannot bring it back; the next rebuild leaves it out."""
    return Stored(id, version, {"kind": GONE, "id": id})


def stored_labels(index: IndexDefinition, documents: Sequence[SearchDocument]) -> list[Stored]:
    """How the counted keywords of these documents are called; of two names the newest document's counts."""
    newest: dict[tuple[str, str], tuple[int, Term]] = {}
    for document in sorted(documents, key=lambda document: document.version):
        for term in document.terms:
            if index.keyword(term.field).is_counted:
                newest[term.field, term.value] = (document.version, term)
    return [Stored(label_id(*key), version, _label_body(index, term)) for key, (version, term) in newest.items()]


def _label_body(index: IndexDefinition, term: Term) -> Json:
    body: Json = {"kind": LABEL, "label_field": term.field, "label_value": term.value, "labels": {}, "field_labels": {}}
    for language in index.languages():
        key, label = language_key(language), term.labels.get(language) or term.value
        body["labels"][key] = label
        body["field_labels"][key] = term.field_labels.get(language) or term.field
        body[f"label_begun_{key}"] = fold(label)
        body[f"label_order_{key}"] = f"{min(len(label), 999):03}{label[:100]}"
    return body


def _language_fields(document: SearchDocument, language: str) -> Json:
    """A body is searched in its own language; where a language has none, it borrows another's."""
    own = document.texts.get(language) or Text(title="")
    body = own.body or next((text.body for text in document.texts.values() if text.body), "")
    heading = " \n ".join([own.title, *own.keywords])
    forms = _forms(heading)
    key = language_key(language)
    return {
        f"title_{key}": fold_for_index(own.title),
        f"keywords_{key}": fold_for_index(" \n ".join(own.keywords)),
        f"body_{key}": fold_for_index(body[:MAX_BODY]),
        f"parts_{key}": fold_for_index(own.title),
        f"words_{key}": sorted(forms),
        f"forms_{key}": [f"{word}{SEPARATOR}{form}" for word, form in sorted(forms.items())],
    }


def _forms(heading: str) -> dict[str, str]:
    """The words of title and keywords, folded, and how people write them."""
    written = surfaces(heading)
    return {word: written.get(word, word) for word in fold_for_index(heading).split() if len(word) <= MAX_WORD}


def _texts_of(cards: Any) -> dict[str, str]:
    """As texts, so that a card is handed out letter by letter as it came."""
    return {edition_key(edition): bytes(card).decode() for edition, card in cards.items()}
