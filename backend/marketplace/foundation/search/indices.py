"""Which indices exist, and where each gets its documents: the apps that own them register it, in their ``indices`` module."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.module_loading import autodiscover_modules

from marketplace.foundation.search.port import IndexDefinition, Source


class Index(NamedTuple):
    definition: IndexDefinition
    source: Source


_indices: dict[str, Index] = {}


def register(definition: IndexDefinition, *, source: Source) -> IndexDefinition:
    """Make the index known to ``manage.py rebuild_search``."""
    _indices[definition.name] = Index(definition, source)
    return definition


def all_indices() -> list[Index]:
    return list(_indices.values())


def discover() -> None:
    autodiscover_modules("indices")
