"""What people call the values of keywords: stored with the documents, and cached in the process for a few seconds."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

from elasticsearch import NotFoundError

from marketplace.foundation.search.elasticsearch.client import reader
from marketplace.foundation.search.elasticsearch.documents import label_id
from marketplace.foundation.search.elasticsearch.generations import alias
from marketplace.foundation.search.elasticsearch.mapping import language_key
from marketplace.foundation.search.port import IndexDefinition

REMEMBERED_S = 10.0  # as long as a public list is
MOST_REMEMBERED = 50_000

Keyword = tuple[str, str]  # field and value


class Name(NamedTuple):
    label: str
    field_label: str


_remembered: dict[tuple[str, str, Keyword], tuple[Name, float]] = {}


def names_of(index: IndexDefinition, language: str, keywords: Sequence[Keyword]) -> dict[Keyword, Name]:
    """In the language asked for; a keyword without a name is its own."""
    place, now = (alias(index), language_key(language)), time.monotonic()
    known: dict[Keyword, Name] = {}
    for keyword in keywords:
        seen = _remembered.get((*place, keyword))
        if seen is not None and seen[1] > now:
            known[keyword] = seen[0]
    missing = [keyword for keyword in keywords if keyword not in known]
    if missing:
        if len(_remembered) > MOST_REMEMBERED:
            _remembered.clear()
        for keyword, name in _read(place, missing).items():
            known[keyword] = name
            _remembered[*place, keyword] = (name, now + REMEMBERED_S)
    return known


def forget(index: IndexDefinition, keywords: Sequence[Keyword]) -> None:
    """After their names were written here; other processes see the new ones when they have forgotten the old."""
    for language in index.languages():
        for keyword in keywords:
            _remembered.pop((alias(index), language_key(language), keyword), None)


def _read(place: tuple[str, str], keywords: Sequence[Keyword]) -> dict[Keyword, Name]:
    name, language = place
    fields = [f"labels.{language}", f"field_labels.{language}"]
    try:
        answer: Any = reader().mget(index=name, ids=[label_id(*keyword) for keyword in keywords], source_includes=fields).body
    except NotFoundError:
        answer = {"docs": [{}] * len(keywords)}
    found = {}
    for (field, value), item in zip(keywords, answer["docs"], strict=True):
        source = item.get("_source") or {}
        label, field_label = source.get("labels", {}).get(language), source.get("field_labels", {}).get(language)
        found[field, value] = Name(label or value, field_label or field)
    return found
