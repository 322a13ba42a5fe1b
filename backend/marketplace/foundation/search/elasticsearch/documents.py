"""A document of the port as Elasticsearch stores it, and the names of its keywords as documents of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from marketplace.foundation.search.elasticsearch.client import Json
from marketplace.foundation.search.elasticsearch.mapping import edition_key, language_key, number_field
from marketplace.foundation.search.folding import fold, fold_code
from marketplace.foundation.search.port import IndexDefinition, SearchDocument, Term, Variant
from marketplace.foundation.search.searched import searched

DOCUMENT, LABEL, GONE = "document", "label", "gone"
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
    if index.of_variants:
        body["variants"] = [_stored_variant(variant) for variant in document.variants]
    for language in index.languages():
        body |= _language_fields(document, language)
    if index.vectors is not None and document.passages:
        body |= {"passages": list(document.passages), "digest": document.digest()}
        body |= {"vector": list(document.vector)} if document.vector is not None else {}
    return Stored(document.id, document.version, body)


def _stored_variant(variant: Variant) -> Json:
    return {
        "terms": [keyword(*term) for term in variant.terms],
        "numbers": {number_field(name).removeprefix("numbers."): number for name, number in variant.numbers.items()},
        "cards": _texts_of(variant.cards),
    }


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
    text, key = searched(document, language), language_key(language)
    return {
        f"title_{key}": text.title,
        f"keywords_{key}": text.keywords,
        f"body_{key}": text.body,
        f"parts_{key}": text.title,
        f"words_{key}": sorted(text.forms),
        f"forms_{key}": [f"{word}{SEPARATOR}{form}" for word, form in sorted(text.forms.items())],
    }


def _texts_of(cards: Any) -> dict[str, str]:
    """As texts, so that a card is handed out letter by letter as it came."""
    return {edition_key(edition): bytes(card).decode() for edition, card in cards.items()}
