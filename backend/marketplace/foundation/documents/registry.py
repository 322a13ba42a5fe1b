"""Every container that the apps declare in their ``documents`` modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.module_loading import autodiscover_modules

if TYPE_CHECKING:
    from marketplace.foundation.documents.container import Container

_containers: dict[str, Container[Any]] = {}


def register(container: Container[Any]) -> None:
    """:raises ValueError: if another type of document has that container already"""
    known = _containers.setdefault(container.name, container)
    if known.document_type.__qualname__ != container.document_type.__qualname__:
        raise ValueError(f"two containers are called {container.name}")


def all_containers() -> list[Container[Any]]:
    return list(_containers.values())


def discover() -> None:
    """Import every app's ``documents`` module."""
    autodiscover_modules("documents")
