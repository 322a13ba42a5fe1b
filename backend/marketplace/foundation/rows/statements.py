"""The statements of rows, each put together once: names come from the models, values are parameters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db.models import Field, Model

from marketplace.foundation.postgres import sql
from marketplace.foundation.rows.values import new_fields

# ruff: noqa: S608  # every text here is constant


@cache
def named(model: type[Model], names: Sequence[str]) -> list[Field]:
    """The fields of those names, in their order. :raises KeyError: for one that the model lacks"""
    fields = {field.name: field for field in model._meta.concrete_fields}
    return [fields[name] for name in names]


@cache
def select(model: type[Model], condition: str) -> str:
    return f"SELECT {_columns(model._meta.concrete_fields)} FROM {_table(model)} WHERE {condition}"


@cache
def insert(model: type[Model], *, unless_there: bool) -> str:
    fields = new_fields(model)
    values = ", ".join(f"%({field.column})s" for field in fields)
    key = _columns(model._meta.pk_fields)
    return f"INSERT INTO {_table(model)} ({_columns(fields)}) VALUES ({values}){_conflict(unless_there)} RETURNING {key}"


@cache
def insert_all(model: type[Model], known_by: Sequence[str], *, unless_there: bool) -> str:
    fields = new_fields(model)
    columns = _columns(fields)
    source = f"SELECT {columns} FROM unnest({_arrays(fields)}) WITH ORDINALITY AS new ({columns}, place) ORDER BY place"
    returned = _columns([*named(model, known_by), *model._meta.pk_fields])
    return f"INSERT INTO {_table(model)} ({columns}) {source}{_conflict(unless_there)} RETURNING {returned}"


@cache
def insert_with(model: type[Model]) -> str:
    """A row that is stored if the statement ``written`` before it touched one."""
    fields = new_fields(model)
    values = ", ".join(f"%(also_{field.column})s::{_type(field)}" for field in fields)
    return f"INSERT INTO {_table(model)} ({_columns(fields)}) SELECT {values} FROM written"


@cache
def change(model: type[Model], names: Sequence[str], expected: Sequence[str]) -> str:
    changes = ", ".join(f"{_column(field)} = %({field.column})s" for field in named(model, names))
    wanted = [f"{_column(field)} IS NOT DISTINCT FROM %(expected_{field.name})s" for field in named(model, expected)]
    condition = " AND ".join([f"{_key(model)} = %(key)s", *wanted])
    return f"UPDATE {_table(model)} SET {changes} WHERE {condition} RETURNING {_key(model)}"


@cache
def change_all(model: type[Model], names: Sequence[str]) -> str:
    fields = named(model, names)
    changes = ", ".join(f"{_column(field)} = new.{_column(field)}" for field in fields)
    source = f"unnest(%(key)s::{_type(model._meta.pk)}[], {_arrays(fields)}) AS new (row_key, {_columns(fields)})"
    return f"UPDATE {_table(model)} AS present SET {changes} FROM {source} WHERE present.{_key(model)} = new.row_key"


@cache
def change_where(model: type[Model], names: Sequence[str], increased: Sequence[str], condition: str) -> str:
    changes = [f"{_column(field)} = %(new_{field.name})s" for field in named(model, names)]
    changes += [f"{_column(field)} = {_column(field)} + %(new_{field.name})s" for field in named(model, increased)]
    return f"UPDATE {_table(model)} SET {', '.join(changes)} WHERE {condition}"


@cache
def delete_where(model: type[Model], condition: str) -> str:
    return f"DELETE FROM {_table(model)} WHERE {condition}"


def _table(model: type[Model]) -> str:
    return str(model._meta.db_table)


def _column(field: Any) -> str:
    return f'"{field.column}"'


def _key(model: type[Model]) -> str:
    """The column by which a row is changed. :raises TypeError: for a composite key"""
    if len(model._meta.pk_fields) > 1:
        raise TypeError("rows with a composite key are inserted, and changed or deleted by a condition")
    return _column(model._meta.pk)


def _columns(fields: Sequence[Any]) -> str:
    return ", ".join(map(_column, fields))


def _arrays(fields: Sequence[Any]) -> str:
    if any(field.get_internal_type() == "ArrayField" for field in fields):
        raise TypeError("unnest() would flatten a column of arrays: write these rows one by one")
    return ", ".join(f"%({field.column})s::{_type(field)}[]" for field in fields)


def _conflict(unless_there: bool) -> str:
    return " ON CONFLICT DO NOTHING" if unless_there else ""


def _type(field: Any) -> str:
    """The type without its length: a cast to ``varchar(40)`` would cut a longer value off, which the column refuses."""
    return re.sub(r"\(\d+\)", "", str(field.db_type(sql.connection())))
