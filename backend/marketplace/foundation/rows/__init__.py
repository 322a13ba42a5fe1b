"""
Whole rows of a model: the one way to write them, and a fast way to read them.

    payment = rows.first(Payment, "id = %(id)s", {"id": payment_id}, for_update=True)
    rows.insert(checkout, events=[outbox.record(CheckoutOpened(checkout_id=checkout.id), now=now)])
    rows.change(payment, "state", "updated_at", expected={"state": before})

Each function is one statement, put together once, whose plan the connection keeps; the events that it publishes are part of it. A condition
is constant SQL. Values go through the fields' own conversions, and rows are read through ``from_db``, so what a model checks of them
holds here, too. What computes in the database, or writes several tables, is a text of the app's ``statements``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model

from marketplace.foundation.events import outbox
from marketplace.foundation.events.types import Recorded
from marketplace.foundation.postgres import sql
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.rows import statements
from marketplace.foundation.rows.values import instance_of, mark_stored, new_fields, values_of

__all__ = ["Plus", "StaleRow", "change", "change_all", "change_where", "delete_where", "every", "first", "insert", "insert_all"]

M = TypeVar("M", bound=Model)


class Plus(int):
    """What ``change_where`` adds to a column: ``attempts=rows.Plus(1)``."""


def first(model: type[M], condition: str, parameters: Mapping[str, Any], *, for_update: bool = False) -> M | None:
    """The first row that meets ``condition`` (which may end with an order), if any; ``for_update`` locks it until the transaction ends."""
    found = sql.row(f"{statements.select(model, condition)} LIMIT 1{' FOR UPDATE' if for_update else ''}", parameters)
    return None if found is None else instance_of(model, found)


def every(model: type[M], condition: str, parameters: Mapping[str, Any], *, for_update: bool = False) -> list[M]:
    """All rows that meet ``condition`` (which may end with an order); ``for_update`` locks them, in that order."""
    found = sql.rows(f"{statements.select(model, condition)}{' FOR UPDATE' if for_update else ''}", parameters)
    return [instance_of(model, row) for row in found]


def insert(row: Model, *, unless_there: bool = False, events: Sequence[Recorded] = ()) -> bool:
    """
    Store a new row, and publish ``events`` with it. A key that the database gives is in ``row`` afterwards.

    :returns: whether it was stored; False only for ``unless_there``, which leaves a row that it conflicts with as it is
    :raises django.db.IntegrityError: if a constraint forbids it
    """
    model = type(row)
    values = values_of(row, new_fields(model), is_new=True)
    stored = outbox.write(statements.insert(model, unless_there=unless_there), values, events=events)
    if stored is None:
        return False
    mark_stored(row, stored)
    return True


def insert_all(rows: Sequence[M], *, key: str = "", unless_there: bool = False) -> list[M]:
    """
    Store new rows of one model. Where the database gives their primary keys, ``key`` names a field that differs in each; without it
    they do not get their keys, and ``unless_there`` cannot be used.

    :returns: those that were stored; with ``unless_there``, a row that was there already stays as it is
    :raises django.db.IntegrityError: if a constraint forbids one of them; none is stored
    """
    if not rows:
        return []
    model = type(rows[0])
    known_by = (key,) if key else tuple(field.name for field in model._meta.pk_fields)
    values = [values_of(row, new_fields(model), is_new=True) for row in rows]
    columns = {column: [row[column] for row in values] for column in values[0]}
    returned = sql.rows(statements.insert_all(model, known_by, unless_there=unless_there), columns)
    keys = {found[: len(known_by)]: found[len(known_by) :] for found in returned}
    if not key and any(field not in new_fields(model) for field in model._meta.pk_fields):
        return list(rows)
    stored = []
    for row in rows:
        found = keys.get(tuple(getattr(row, name) for name in known_by))
        if found is not None:
            mark_stored(row, found)
            stored.append(row)
    return stored


def change(
    row: Model, *names: str, expected: Mapping[str, Any] | None = None, also: Model | None = None, events: Sequence[Recorded] = ()
) -> None:
    """
    Store these fields of ``row``, and publish ``events`` with the change. ``also`` is a new row that is stored with it.

    ``expected`` says what the row has to hold by then: it takes the place of a lock.

    :raises StaleRow: if the row holds something else, or is gone; nothing is written
    """
    expected = expected or {}
    model = type(row)
    before = {f"expected_{name}": value for name, value in expected.items()}
    parameters = {**values_of(row, statements.named(model, names)), **before, "key": row.pk}
    if also is not None:
        parameters |= {f"also_{column}": value for column, value in values_of(also, new_fields(type(also)), is_new=True).items()}
    statement = statements.change(model, names, tuple(expected))
    if outbox.write(statement, parameters, also=statements.insert_with(type(also)) if also else "", events=events) is None:
        raise StaleRow(note=f"{model._meta.db_table} {row.pk}")


def change_all(rows: Sequence[Model], *names: str) -> None:
    """
    Store these fields of locked rows of one model.

    :raises StaleRow: if one of them is gone
    """
    if not rows:
        return
    model = type(rows[0])
    values = [values_of(row, statements.named(model, names)) for row in rows]
    columns = {column: [row[column] for row in values] for column in values[0]}
    if sql.run(statements.change_all(model, names), {**columns, "key": [row.pk for row in rows]}) != len(rows):
        raise StaleRow(note=model._meta.db_table)


def change_where(model: type[Model], condition: str, parameters: Mapping[str, Any], **values: Any) -> int:
    """Give all rows that meet ``condition`` these values, or raise them by ``Plus``. Returns how many there were."""
    increased = tuple(name for name, value in values.items() if isinstance(value, Plus))
    names = tuple(name for name in values if name not in increased)
    connection = sql.connection()
    new = {
        f"new_{field.name}": field.get_db_prep_save(values[field.name], connection) for field in statements.named(model, names + increased)
    }
    return sql.run(statements.change_where(model, names, increased, condition), {**parameters, **new})


def delete_where(model: type[Model], condition: str, parameters: Mapping[str, Any]) -> int:
    """Delete all rows that meet ``condition``. Returns how many there were."""
    return sql.run(statements.delete_where(model, condition), parameters)
