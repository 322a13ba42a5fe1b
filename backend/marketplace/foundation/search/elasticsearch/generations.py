"""
The indices behind an index: which one is read, which one is being built, and what they were made by.

``products_eu`` is an alias of the index in use (``products_eu-000007``), ``products_eu_next`` of one that a rebuild is filling.
"""

from __future__ import annotations

import time
from typing import Any, NamedTuple

import msgspec
from elasticsearch import BadRequestError, NotFoundError

from marketplace.foundation import tenancy
from marketplace.foundation.search.elasticsearch.client import reader, writer
from marketplace.foundation.search.elasticsearch.mapping import REFRESH, Made, body_of
from marketplace.foundation.search.errors import IndexOutdated
from marketplace.foundation.search.port import IndexDefinition

REMEMBERED_S = 5.0
EXISTS_ALREADY = "resource_already_exists_exception"


class _Remembered(NamedTuple):
    made: Made | None
    until: float


# What this process last saw; asked anew after a while, after its own changes, and before it refuses anything.
_remembered: dict[str, _Remembered] = {}


def alias(index: IndexDefinition) -> str:
    """What is searched, in the tenant in scope: no other tenant's documents can be behind it."""
    return f"{index.name}_{tenancy.current().slug}"


def next_alias(index: IndexDefinition) -> str:
    return f"{alias(index)}_next"


def made(index: IndexDefinition, *, anew: bool = False) -> Made | None:
    """By what the index in use was made; none where there is none, or one that this program did not make."""
    name = alias(index)
    seen = _remembered.get(name)
    if anew or seen is None or seen.until < time.monotonic():
        seen = _remembered[name] = _Remembered(_look_up(name), time.monotonic() + REMEMBERED_S)
    return seen.made


def demand_number(index: IndexDefinition, field: str) -> None:
    """:raises IndexOutdated: if the stored index lacks a number field"""
    for anew in (False, True):
        stored = made(index, anew=anew)
        if stored is None or field in stored.numbers:
            return
    raise IndexOutdated(note=f"the index {index.name} has no field {field} yet")


def holds_vectors(index: IndexDefinition) -> bool:
    """Whether the index in use holds vectors of the definition's own model."""
    if index.vectors is None:
        return False
    for anew in (False, True):
        stored = made(index, anew=anew)
        if stored is not None and stored.vectors == index.vectors:
            return True
    return False


def targets(index: IndexDefinition) -> list[str]:
    """
    The aliases that a write must reach, the one being built first; the first write makes the index.

    Asked for every write. A writer has taken a version and read before; a rebuild makes its index first and takes its version
    after. So a write that does not see the new index is older than what the rebuild reads.
    """
    found = _aliases(index)
    if alias(index) not in found:
        create(index, name=f"{alias(index)}-{1:06}", under=alias(index), refresh=REFRESH)
        found = _aliases(index) | {alias(index)}
    return [name for name in (next_alias(index), alias(index)) if name in found]


def create(index: IndexDefinition, *, name: str, under: str, refresh: str) -> None:
    """Make an empty index with its alias; the one that another process has made meanwhile is as good."""
    try:
        writer().indices.create(index=name, aliases={under: {}}, **body_of(index, refresh=refresh))
    except BadRequestError as error:
        if error.error != EXISTS_ALREADY:
            raise
    forget(index)


def physical_names(index: IndexDefinition) -> set[str]:
    """Every index that belongs to this one, in use or left over."""
    return set(writer().indices.get(index=f"{alias(index)}-*", filter_path="*.aliases", expand_wildcards="all").body)


def behind(name: str) -> set[str]:
    """The indices that an alias stands for."""
    try:
        return set(writer().indices.get_alias(name=name).body)
    except NotFoundError:
        return set()


def forget(index: IndexDefinition) -> None:
    _remembered.pop(alias(index), None)


def _aliases(index: IndexDefinition) -> set[str]:
    names = [alias(index), next_alias(index)]
    # of those asked for, the answer leaves out the ones that do not exist, and is then a 404
    answer: Any = writer().options(ignore_status=404).indices.get_alias(name=",".join(names)).body
    return {name for found in answer.values() if isinstance(found, dict) for name in found.get("aliases", {})}


def _look_up(name: str) -> Made | None:
    try:
        answer = reader().indices.get_mapping(index=name, filter_path="*.mappings._meta").body
    except NotFoundError:
        return None
    kept = [found["mappings"]["_meta"] for found in answer.values()]
    try:
        return msgspec.convert(kept[0], Made) if kept else None
    except msgspec.ValidationError:
        return None
