"""
Whole rows of a model on hot paths: what the ORM would do, in statements that are put together once.

    payment = rows.first(Payment, "id = %(id)s", {"id": payment_id})

Rows are read through ``from_db``, so what a model checks of them holds here, too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from django.db.models import Field, Model

from marketplace.foundation.postgres import sql

M = TypeVar("M", bound=Model)


def first(model: type[M], condition: str, parameters: Mapping[str, Any], *, for_update: bool = False) -> M | None:
    """The first row that meets ``condition`` (constant SQL), if any; ``for_update`` locks it until the transaction ends."""
    found = sql.row(f"{_selecting(model, condition)} LIMIT 1{' FOR UPDATE' if for_update else ''}", parameters)
    return None if found is None else _instance(model, found)


def every(model: type[M], condition: str, parameters: Mapping[str, Any]) -> list[M]:
    """All rows that meet ``condition`` (constant SQL, which may end with an order)."""
    return [_instance(model, found) for found in sql.rows(_selecting(model, condition), parameters)]


def inserting(row: Model, *, unless_there: bool = False) -> tuple[str, dict[str, Any]]:
    """
    A statement, with its parameters, that stores a new row whose key is set; ``unless_there`` leaves a row that it conflicts with as it is.

    It returns the row's key if it was stored. For ``sql.row``, or for ``outbox.write``, which publishes an event with it.
    """
    model = type(row)
    return _inserting(model, unless_there=unless_there), _values(row, _fields(model), is_new=True)


def insert_all(rows: Sequence[M], *, key: str) -> list[M]:
    """
    Store new rows of one model, told apart by the unique field ``key``, in one statement.

    :returns: those that were stored, with the ids that the database gave them; a row that was there already stays as it is
    """
    if not rows:
        return []
    fields = _fields(type(rows[0]))
    values = [_values(row, fields, is_new=True) for row in rows]
    columns = {column: [row[column] for row in values] for column in values[0]}
    ids: dict[Any, Any] = dict(sql.rows(_inserting_all(type(rows[0]), key), columns))
    stored = [row for row in rows if getattr(row, key) in ids]
    for row in stored:
        row.pk = ids[getattr(row, key)]
    return stored


def changing(row: Model, *names: str, expected: Mapping[str, Any] | None = None) -> tuple[str, dict[str, Any]]:
    """
    A statement, with its parameters, that stores these fields of ``row``, unless one of those in ``expected`` has another value by now.

    It returns the row's key if it was stored, for ``sql.row`` or ``outbox.write``.
    """
    expected = expected or {}
    fields = {field.name: field for field in _fields(type(row))}
    changed = _values(row, [fields[name] for name in names])
    before = {f"expected_{name}": value for name, value in expected.items()}
    return _updating(type(row), names, tuple(expected)), {**changed, **before, "key": row.pk}


@cache
def _selecting(model: type[Model], condition: str) -> str:
    columns = ", ".join(_column(field) for field in model._meta.concrete_fields)
    return f"SELECT {columns} FROM {model._meta.db_table} WHERE {condition}"  # noqa: S608  # constant text


@cache
def _inserting(model: type[Model], *, unless_there: bool) -> str:
    columns = [_column(field) for field in _fields(model)]
    values = ", ".join(f"%({column})s" for column in columns)
    conflict = " ON CONFLICT DO NOTHING" if unless_there else ""
    return f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES ({values}){conflict} RETURNING {_key(model)}"  # noqa: S608


@cache
def _inserting_all(model: type[Model], key: str) -> str:
    columns = ", ".join(_column(field) for field in _fields(model))
    arrays = ", ".join(f"%({_column(field)})s::{field.db_type(sql.connection())}[]" for field in _fields(model))
    source = f"SELECT {columns} FROM unnest({arrays}) WITH ORDINALITY AS new ({columns}, place) ORDER BY place"  # noqa: S608
    return f"INSERT INTO {model._meta.db_table} ({columns}) {source} ON CONFLICT DO NOTHING RETURNING {key}, id"


@cache
def _updating(model: type[Model], names: Sequence[str], expected: Sequence[str]) -> str:
    columns = {field.name: _column(field) for field in model._meta.concrete_fields}
    changes = ", ".join(f"{columns[name]} = %({columns[name]})s" for name in names)
    key = _key(model)
    conditions = "".join(f" AND {columns[name]} = %(expected_{name})s" for name in expected)
    return f"UPDATE {model._meta.db_table} SET {changes} WHERE {key} = %(key)s{conditions} RETURNING {key}"  # noqa: S608


def _key(model: type[Model]) -> str:
    return _column(model._meta.pk)


def _column(field: Any) -> str:
    return str(field.column)


@cache
def _fields(model: type[Model]) -> list[Field]:
    """Those that a new row gives; the database gives the others."""
    return [field for field in model._meta.concrete_fields if field.get_internal_type() not in ("BigAutoField", "AutoField")]


def _values(row: Model, fields: Sequence[Field], *, is_new: bool = False) -> dict[str, Any]:
    connection = sql.connection()
    return {
        _column(field): field.get_db_prep_save(field.pre_save(row, is_new) if is_new else getattr(row, field.attname), connection)
        for field in fields
    }


def _instance(model: type[M], values: Sequence[Any]) -> M:
    connection = sql.connection()
    names, converters = _reading(model)
    read = list(values)
    for place, convert in converters:
        read[place] = convert(read[place], None, connection)
    return model.from_db(connection.alias, names, read)


@cache
def _reading(model: type[Model]) -> tuple[list[str], list[tuple[int, Any]]]:
    """The attributes of a whole row, and what makes values of those that come from the database in another form (JSON)."""
    fields = model._meta.concrete_fields
    converters = [(place, field.from_db_value) for place, field in enumerate(fields) if hasattr(field, "from_db_value")]
    return [field.attname for field in fields], converters
