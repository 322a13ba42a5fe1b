"""Every container that the apps declare in their ``documents`` modules."""

from __future__ import annotations

from typing import Any, Protocol

from django.utils.module_loading import autodiscover_modules


class Declared(Protocol):
    """What is known of a container here."""

    @property
    def name(self) -> str: ...

    @property
    def document_type(self) -> type[Any]: ...


_containers: dict[str, Declared] = {}


def register(container: Declared) -> None:
    """:raises ValueError: if another type of document has that container already"""
    known = _containers.setdefault(container.name, container)
    if known.document_type.__qualname__ != container.document_type.__qualname__:
        raise ValueError(f"two containers are called {container.name}")


def all_containers() -> list[Declared]:
    return list(_containers.values())


def discover() -> None:
    """Import every app's ``documents`` module."""
    autodiscover_modules("documents")
