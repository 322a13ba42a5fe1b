"""What an index of Elasticsearch looks like: fields and settings from a definition, and what it remembers of that definition."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings

from marketplace.foundation.search.elasticsearch.analysis import analysis, has_compounds, parts_analyzer, text_analyzer
from marketplace.foundation.search.port import IndexDefinition, VectorSpace

FORMAT = 1  # raise it when fields or analyzers change: an index of an older one then needs a rebuild
REFRESH = "1s"

KEYWORD = {"type": "keyword"}
UNSEARCHED = {"type": "object", "enabled": False}  # kept as it is, and handed out


class Made(msgspec.Struct, frozen=True):
    """By which definition an index was made; kept in it."""

    format: int
    languages: tuple[str, ...]
    numbers: tuple[str, ...]
    vectors: VectorSpace | None = None


def made_by(index: IndexDefinition) -> Made:
    """For the tenant in scope."""
    return Made(FORMAT, tuple(index.languages()), index.number_names(), index.vectors)


def number_field(name: str) -> str:
    return "numbers." + name.replace(".", "_")


def language_key(language: str) -> str:
    """As part of a field's name; the index that knows no language has one, too."""
    return language or "any"


def edition_key(edition: str) -> str:
    """As part of a card's place."""
    return edition or "any"


def body_of(index: IndexDefinition, *, refresh: str) -> dict[str, Any]:
    """What creates an index for the tenant in scope."""
    languages = [language_key(language) for language in index.languages()]
    return {
        "settings": {
            "number_of_shards": settings.ELASTICSEARCH["shards"],
            "number_of_replicas": settings.ELASTICSEARCH["replicas"],
            "refresh_interval": refresh,
            "analysis": analysis(languages),
        },
        "mappings": {
            "dynamic": False,
            "_meta": msgspec.to_builtins(made_by(index)),
            "properties": _shared_fields(index) | _labels(languages) | _texts(languages),
        },
    }


def _shared_fields(index: IndexDefinition) -> dict[str, Any]:
    numbers = {number_field(name).removeprefix("numbers."): {"type": "long"} for name in index.number_names()}
    fields: dict[str, Any] = {
        "kind": KEYWORD,
        "id": KEYWORD,
        "boost": {"type": "integer", "index": False},
        "terms": KEYWORD,
        "marks": KEYWORD,
        "codes": KEYWORD,
        "numbers": {"properties": numbers},
        "cards": UNSEARCHED,
        "passages": UNSEARCHED,
        "digest": KEYWORD,
    }
    if index.vectors is not None:
        fields["vector"] = {"type": "dense_vector", "dims": index.vectors.size, "similarity": "cosine"}
    return fields


def _labels(languages: list[str]) -> dict[str, Any]:
    """How keywords are called: documents of their own, one for each value of a counted field."""
    begun = {"type": "text", "analyzer": "beginnings", "search_analyzer": "words", "norms": False, "index_options": "docs"}
    fields: dict[str, Any] = {"label_field": KEYWORD, "label_value": KEYWORD, "labels": UNSEARCHED, "field_labels": UNSEARCHED}
    for language in languages:
        fields |= {f"label_begun_{language}": begun, f"label_order_{language}": {"type": "keyword", "index": False}}
    return fields


def _texts(languages: list[str]) -> dict[str, Any]:
    """
    Of each language: title (also as it is written), keywords, body, the endings of compounds, and the words of title and keywords
    for spelling and completion, with the way in which people write them.
    """
    fields: dict[str, Any] = {}
    for language in languages:
        own = {"type": "text", "analyzer": text_analyzer(language), "norms": False}
        fields[f"title_{language}"] = {**own, "fields": {"exact": {"type": "text", "analyzer": "words", "norms": False}}}
        fields[f"keywords_{language}"] = own
        fields[f"body_{language}"] = {**own, "index_options": "docs"}
        fields[f"forms_{language}"] = KEYWORD
        begun = {"type": "text", "analyzer": "beginnings", "search_analyzer": "words", "norms": False, "index_options": "docs"}
        fields[f"words_{language}"] = {**KEYWORD, "fields": {"begun": begun}}
        if has_compounds(language):
            parts = {"analyzer": parts_analyzer(language), "search_analyzer": text_analyzer(language)}
            fields[f"parts_{language}"] = {**own, **parts, "index_options": "docs"}
    return fields
