"""Turns filters, orders and continuation tokens into SQL with parameters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from marketplace.foundation.documents.limits import check_query, encoded, parts_of
from marketplace.foundation.documents.port import Filter, Order
from marketplace.foundation.documents.postgres.statements import ALIVE, COLUMNS
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.pages import decode_cursor, encode_cursor
from marketplace.kit.texts import Text

_NUMBER = re.compile(r"-?\d{1,400}(?:\.\d{1,400})?")


class Query(msgspec.Struct):
    """A statement and its parameters; a row's last ``key_length`` columns are its place in the order."""

    sql: str
    parameters: list[Any]
    key_length: int


def query_sql(
    container: str,
    *,
    pk: str | None,
    filters: Sequence[Filter],
    order: Order | None,
    limit: int,
    continuation: str | None,
) -> Query:
    """
    One row more than ``limit``, so that the reader knows whether there are more; ``pk`` None means all partitions.

    :raises InvalidInput: for a continuation that this query did not give out
    """
    check_query(filters, limit)
    conditions = ["container = %s", ALIVE]
    parameters: list[Any] = [container]
    if pk is not None:
        conditions.append("partition = %s")
        parameters.append(pk)
    for item in filters:
        condition, values = _filter_sql(item)
        conditions.append(condition)
        parameters += values
    keys, key_casts, key_parameters = _keys(pk, order)
    if order is not None:
        conditions.append("jsonb_typeof(body #> %s::text[]) IN ('number', 'string')")
        parameters.append(parts_of(order.path))
    direction = "DESC" if order is not None and order.descending else "ASC"
    if continuation is not None:
        conditions.append(f"({', '.join(keys)}) {'<' if direction == 'DESC' else '>'} ({', '.join(key_casts)})")
        parameters += [*key_parameters, *_position(continuation, len(keys))]
    columns = ", ".join(f"{key} AS key_{n}" for n, key in enumerate(keys))
    places = ", ".join(f"key_{n} {direction}" for n in range(len(keys)))
    sql = f"SELECT {COLUMNS}, {columns} FROM documents WHERE {' AND '.join(conditions)} ORDER BY {places} LIMIT %s"  # noqa: S608
    return Query(sql, [*key_parameters, *parameters, limit + 1], len(keys))


def continuation_of(row: Sequence[Any], query: Query) -> str:
    """What leads on from behind this row."""
    return encode_cursor([value if isinstance(value, bool) else str(value) for value in row[-query.key_length :]])


def _keys(pk: str | None, order: Order | None) -> tuple[list[str], list[str], list[Any]]:
    """What rows are ordered by, how a position's values are cast to it, and the parameters of the former."""
    if pk is None:
        return ["partition", "document_id"], ["%s", "%s"], []
    if order is None:
        return ["document_id"], ["%s"], []
    keys = [
        "(jsonb_typeof(body #> %s::text[]) = 'string')",
        "(CASE jsonb_typeof(body #> %s::text[]) WHEN 'number' THEN (body #>> %s::text[])::numeric ELSE 0 END)",
        "((CASE jsonb_typeof(body #> %s::text[]) WHEN 'string' THEN body #>> %s::text[] ELSE '' END) COLLATE \"C\")",
        "document_id",
    ]
    return keys, ["%s", "%s::numeric", "%s", "%s"], [parts_of(order.path)] * 5


def _position(continuation: str, length: int) -> list[Any]:
    values: list[Any] = decode_cursor(continuation, list[str | bool])
    types = [str] * length if length < 4 else [bool, str, str, str]
    is_ours = [type(value) for value in values] == types and not any("\x00" in str(value) for value in values)
    if not is_ours or (length == 4 and not _NUMBER.fullmatch(values[1])):
        raise InvalidInput(errors=[FieldError("cursor", "invalid_cursor", Text("Not a cursor of this list"))])
    return values


def _filter_sql(item: Filter) -> tuple[str, list[Any]]:
    path = parts_of(item.path)
    if item.op == "in":
        return "body #> %s::text[] = ANY (%s::jsonb[])", [path, [encoded(value) for value in item.value]]
    if item.op in ("=", "!="):
        return f"body #> %s::text[] {'=' if item.op == '=' else '<>'} %s::jsonb", [path, encoded(item.value)]
    if isinstance(item.value, str):  # by code point, whatever the database's language
        return (
            f"jsonb_typeof(body #> %s::text[]) = 'string' AND (body #>> %s::text[]) COLLATE \"C\" {item.op} %s",
            [path, path, item.value],
        )
    return (
        f"jsonb_typeof(body #> %s::text[]) = 'number' AND body #> %s::text[] {item.op} %s::jsonb",
        [path, path, encoded(item.value)],
    )
