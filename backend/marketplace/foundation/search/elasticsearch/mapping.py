"""What an index of Elasticsearch looks like: fields and settings from a definition, and what it remembers of that definition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from django.conf import settings
from elasticsearch.dsl import DenseVector, Field, Index, Integer, Keyword, Long, Mapping, Nested, Object, Text

from marketplace.foundation.search.compounds import has_compounds
from marketplace.foundation.search.elasticsearch.analysis import BEGINNINGS, WORDS, parts_analyzer, text_analyzer
from marketplace.foundation.search.port import IndexDefinition, VectorSpace

FORMAT = 2  # raise it when fields or analyzers change: an index of an older one then needs a rebuild
REFRESH = "1s"


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
    """What creates an index for the tenant in scope. The settings get the analyzers that the fields name."""
    languages = [language_key(language) for language in index.languages()]
    mapping = Mapping().meta("dynamic", False).meta("_meta", msgspec.to_builtins(made_by(index)))
    for name, field in (_shared_fields(index) | _labels(languages) | _texts(languages)).items():
        mapping.field(name, field)
    created = Index(index.name)
    created.settings(
        number_of_shards=settings.ELASTICSEARCH["shards"],
        number_of_replicas=settings.ELASTICSEARCH["replicas"],
        refresh_interval=refresh,
    )
    created.mapping(mapping)
    return created.to_dict()


def _shared_fields(index: IndexDefinition) -> dict[str, Field]:
    fields: dict[str, Field] = {
        "kind": Keyword(),
        "id": Keyword(),
        "boost": Integer(index=False),
        "terms": Keyword(),
        "marks": Keyword(),
        "codes": Keyword(),
        "numbers": _numbers(index.number_names()),
        "cards": _stored_only(),
        "passages": _stored_only(),
        "digest": Keyword(),
    }
    if index.of_variants:
        own = [name for name in index.number_names() if index.is_of_variants(name)]
        fields["variants"] = Nested(properties={"terms": Keyword(), "numbers": _numbers(own), "cards": _stored_only()})
    if index.vectors is not None:
        fields["vector"] = DenseVector(dims=index.vectors.size, similarity="cosine")
    return fields


def _numbers(names: Iterable[str]) -> Field:
    return Object(properties={number_field(name).removeprefix("numbers."): Long() for name in names})


def _stored_only() -> Field:
    """Served as it was stored; nothing is searched in it."""
    return Object(enabled=False)


def _begun() -> Field:
    return Text(analyzer=BEGINNINGS, search_analyzer=WORDS, norms=False, index_options="docs")


def _labels(languages: list[str]) -> dict[str, Field]:
    """How keywords are called: documents of their own, one for each value of a counted field."""
    fields: dict[str, Field] = {
        "label_field": Keyword(),
        "label_value": Keyword(),
        "labels": _stored_only(),
        "field_labels": _stored_only(),
    }
    for language in languages:
        fields |= {f"label_begun_{language}": _begun(), f"label_order_{language}": Keyword(index=False)}
    return fields


def _texts(languages: list[str]) -> dict[str, Field]:
    """
    Of each language: title (also as it is written), keywords, body, the endings of compounds, and the words of title and keywords
    for spelling and completion, with the way in which people write them.
    """
    fields: dict[str, Field] = {}
    for language in languages:
        stems = text_analyzer(language)
        as_written = Text(analyzer=WORDS, norms=False)
        fields[f"title_{language}"] = Text(analyzer=stems, norms=False, fields={"exact": as_written})
        fields[f"keywords_{language}"] = Text(analyzer=stems, norms=False)
        fields[f"body_{language}"] = Text(analyzer=stems, norms=False, index_options="docs")
        fields[f"forms_{language}"] = Keyword()
        fields[f"words_{language}"] = Keyword(fields={"begun": _begun()})
        if has_compounds(language):
            parts = parts_analyzer(language)
            fields[f"parts_{language}"] = Text(analyzer=parts, search_analyzer=stems, norms=False, index_options="docs")
    return fields
