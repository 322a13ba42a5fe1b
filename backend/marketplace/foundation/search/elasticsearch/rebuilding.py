"""
Builds a new index while the old one is in use, then switches: what was found before stays found, and never becomes older.

Writers write to the new one first. Before the switch the one in use stops showing new writes, then the new one shows all it
has: that is at least what the other showed. The alias moves in one step.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections

from marketplace.foundation import tenancy
from marketplace.foundation.search.elasticsearch import generations, writing
from marketplace.foundation.search.elasticsearch.client import Json, writer
from marketplace.foundation.search.elasticsearch.generations import alias, next_alias
from marketplace.foundation.search.elasticsearch.mapping import REFRESH
from marketplace.foundation.search.elasticsearch.query import IS_DOCUMENT
from marketplace.foundation.search.errors import RebuildRunning
from marketplace.foundation.search.port import IndexDefinition, Source

NEVER = "-1"


def rebuild(index: IndexDefinition, source: Source) -> int:
    """How many documents the new index has. :raises RebuildRunning:"""
    with _only_rebuild(index):
        _delete_leftovers(index)
        generations.targets(index)  # before the first rebuild it makes an empty one, for what is written meanwhile to be found in
        new = _next_name(index)
        generations.create(index, name=new, under=next_alias(index), refresh=NEVER)
        for documents in source():
            writing.upsert(index, documents, only_into=next_alias(index))
        _switch(index, new)
        _delete_leftovers(index)
        answer = writer().count(index=new, query=IS_DOCUMENT.to_dict())
        return int(answer["count"])


def show_writes(index: IndexDefinition, *, every: str = REFRESH) -> None:
    """Have the index in use show what is written to it so often; also the cure if a switch was broken off."""
    if generations.behind(alias(index)):
        writer().indices.put_settings(index=alias(index), settings={"refresh_interval": every})


def _switch(index: IndexDefinition, new: str) -> None:
    writer().indices.put_settings(index=new, settings={"refresh_interval": REFRESH})
    try:
        show_writes(index, every=NEVER)
        writer().indices.refresh(index=new)
        _move_alias(index, new)
    except BaseException:
        show_writes(index)
        raise
    generations.forget(index)


def _move_alias(index: IndexDefinition, new: str) -> None:
    old = generations.behind(alias(index))
    actions: list[Json] = [{"remove": {"index": name, "alias": alias(index)}} for name in old]
    actions += [{"add": {"index": new, "alias": alias(index)}}, {"remove": {"index": new, "alias": next_alias(index)}}]
    writer().indices.update_aliases(actions=actions)


def _delete_leftovers(index: IndexDefinition) -> None:
    """What an earlier rebuild has left behind, or this one has replaced."""
    leftovers = generations.physical_names(index) - generations.behind(alias(index))
    if leftovers:
        writer().indices.delete(index=",".join(sorted(leftovers)), ignore_unavailable=True)


def _next_name(index: IndexDefinition) -> str:
    last = max((int(name.rpartition("-")[2]) for name in generations.behind(alias(index))), default=0)
    return f"{alias(index)}-{last + 1:06}"


@contextmanager
def _only_rebuild(index: IndexDefinition) -> Iterator[None]:
    """:raises RebuildRunning: if another one holds the lock, which ends with its connection to PostgreSQL"""
    key = f"rebuild:{index.name}"
    with connections[tenancy.current().slug].cursor() as db:
        db.execute("SELECT pg_try_advisory_lock(hashtext('search'), hashtext(%s))", [key])
        (is_ours,) = db.fetchone()
        if not is_ours:
            raise RebuildRunning
        try:
            yield
        finally:
            db.execute("SELECT pg_advisory_unlock(hashtext('search'), hashtext(%s))", [key])
