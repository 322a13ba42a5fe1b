"""Which build of an index is in use, and the locks that writers and rebuilds take on it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import connections
from django.db.backends.utils import CursorWrapper

from marketplace.foundation import tenancy
from marketplace.foundation.search.port import IndexDefinition

ACTIVE, BUILDING = "active", "building"


class Generation(NamedTuple):
    id: int
    number_names: tuple[str, ...]
    vector_space: str

    def slot(self, number: str) -> int | None:
        """Position (from 1) of a number field in ``numbers``; none if this generation was built without it."""
        return self.number_names.index(number) + 1 if number in self.number_names else None

    def holds_vectors_of(self, index: IndexDefinition) -> bool:
        """Whether its vectors may be compared with those that the index speaks of now."""
        return index.vectors is not None and self.vector_space == vector_space_of(index)


# What this process last saw as active, by tenant and index. Only a hint: every statement checks it (see ``reading``).
_hints: dict[tuple[str, str], Generation] = {}


def cursor() -> CursorWrapper:
    """A cursor on the database of the tenant in scope."""
    return connections[tenancy.current().slug].cursor()


def rows(sql: str, params: list[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    with cursor() as db:
        db.execute(sql, params)
        return list(db.fetchall())


def hint(index: IndexDefinition) -> Generation | None:
    """Probably the active generation; none when nothing was written yet."""
    return _hints.get(_key(index)) or look_up(index)


def look_up(index: IndexDefinition) -> Generation | None:
    """The active generation, asked of the database."""
    found = rows("SELECT id, number_names, vector_space FROM search_generations WHERE index_name = %s AND state = 'active'", [index.name])
    if not found:
        _hints.pop(_key(index), None)
        return None
    generation = _hints[_key(index)] = Generation(found[0][0], tuple(found[0][1]), found[0][2])
    return generation


def vector_space_of(index: IndexDefinition) -> str:
    """The model and the size of an index's vectors; empty without any."""
    return f"{index.vectors.model}/{index.vectors.size}" if index.vectors else ""


def lock_for_writing(index: IndexDefinition) -> list[Generation]:
    """
    The generations that a write must reach, locked until the transaction ends; the first write makes the active one.

    The lock makes writers of one index wait for each other, so word counts add up and nothing can deadlock.
    """
    generations = _lock(index)
    if not any(state == ACTIVE for _, state in generations):
        insert(index, ACTIVE)
        generations = _lock(index)
    return [generation for generation, _ in generations]


def insert(index: IndexDefinition, state: str) -> Generation:
    """A new, empty generation; for ``ACTIVE`` the one that another process made meanwhile is as good."""
    with cursor() as db:
        db.execute(
            """
            INSERT INTO search_generations (index_name, state, revision, number_names, vector_space) VALUES (%s, %s, 0, %s, %s)
            ON CONFLICT DO NOTHING RETURNING id
            """,
            [index.name, state, list(index.number_names()), vector_space_of(index)],
        )
        made = db.fetchone()
    return Generation(made[0] if made else 0, index.number_names(), vector_space_of(index))


def _lock(index: IndexDefinition) -> list[tuple[Generation, str]]:
    found = rows(
        """
        SELECT id, number_names, vector_space, state FROM search_generations
        WHERE index_name = %s AND state IN ('active', 'building') ORDER BY id FOR UPDATE
        """,
        [index.name],
    )
    return [(Generation(identifier, tuple(names), space), state) for identifier, names, space, state in found]


def _key(index: IndexDefinition) -> tuple[str, str]:
    return tenancy.current().slug, index.name
