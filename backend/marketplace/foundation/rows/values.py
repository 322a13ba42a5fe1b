"""The values of a model's rows on their way to the database and back, by the fields' own conversions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db.models import Field, Model

from marketplace.foundation.postgres import sql

M = TypeVar("M", bound=Model)


@cache
def new_fields(model: type[Model]) -> list[Field]:
    """Those that a new row gives; the database gives the others."""
    return [field for field in model._meta.concrete_fields if field.get_internal_type() not in ("BigAutoField", "AutoField")]


def values_of(row: Model, fields: Sequence[Field], *, is_new: bool = False) -> dict[str, Any]:
    """The values of these fields by column, as the database takes them."""
    connection = sql.connection()
    return {
        str(field.column): field.get_db_prep_save(field.pre_save(row, is_new) if is_new else getattr(row, field.attname), connection)
        for field in fields
    }


def mark_stored(row: Model, key: Sequence[Any]) -> None:
    """Have Django know that the row is in the database, by that primary key: a value for each of its columns."""
    row.pk = key if len(key) > 1 else key[0]
    row._state.adding, row._state.db = False, sql.connection().alias


def instance_of(model: type[M], values: Sequence[Any]) -> M:
    """A row of the model from the columns of ``statements.select``."""
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
