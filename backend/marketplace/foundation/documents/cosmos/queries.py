"""Turns conditions, filters, orders and continuation tokens into Cosmos DB's SQL. Values are parameters, where it takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from marketplace.foundation.documents.limits import check_query, parts_of
from marketplace.foundation.documents.port import Condition, Filter, Order, RawDocument
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.pages import decode_cursor, encode_cursor
from marketplace.kit.texts import Text


class Query(msgspec.Struct):
    sql: str
    parameters: list[dict[str, Any]]


class _Parameters:
    def __init__(self) -> None:
        self.list: list[dict[str, Any]] = []

    def add(self, value: Any) -> str:
        name = f"@p{len(self.list)}"
        self.list.append({"name": name, "value": value})
        return name


def partition_query(pk: str, *, filters: Sequence[Filter], order: Order | None, limit: int, continuation: str | None) -> Query:
    """
    One document more than ``limit``, so that the reader knows whether there are more.

    :raises InvalidInput: for a continuation that this query did not give out
    """
    check_query(filters, limit)
    parameters = _Parameters()
    conditions = [f"c.pk = {parameters.add(pk)}", *_conditions(filters, parameters)]
    direction = "DESC" if order is not None and order.descending else "ASC"
    keys = "c.id" if order is None else f"{_place(order.path)} {direction}, c.id"
    if order is not None:
        conditions.append(f"(IS_NUMBER({_place(order.path)}) OR IS_STRING({_place(order.path)}))")
    if continuation is not None:
        conditions.append(_behind(continuation, order, parameters))
    # only what is put together here, and paths that parts_of() has let through
    sql = f"SELECT TOP {limit + 1} * FROM c WHERE {' AND '.join(conditions)} ORDER BY {keys} {direction}"  # noqa: S608
    return Query(sql, parameters.list)


def ids_query(pk: str, ids: Sequence[str]) -> Query:
    """The documents of one partition that have these ids."""
    parameters = _Parameters()
    conditions = f"c.pk = {parameters.add(pk)} AND c.id IN ({', '.join(parameters.add(name) for name in ids)})"
    return Query(f"SELECT * FROM c WHERE {conditions}", parameters.list)  # noqa: S608


def scan_query(*, filters: Sequence[Filter], limit: int) -> Query:
    """Of a whole container, in the order in which the store has the documents."""
    check_query(filters, limit)
    parameters = _Parameters()
    return Query(f"SELECT * FROM c WHERE {' AND '.join(_conditions(filters, parameters))}", parameters.list)  # noqa: S608


def continuation_of(document: RawDocument, order: Order | None) -> str:
    """What leads on from behind this document."""
    if order is None:
        return encode_cursor([document.id])
    value: Any = msgspec.json.decode(document.body)
    for part in parts_of(order.path):
        value = value[part]
    return encode_cursor([order.path, value, document.id])


def predicate(condition: Condition) -> str:
    """A patch's condition. Cosmos DB takes no parameters in it, so values stand in it as JSON, which its SQL reads alike."""
    place = _place(condition.path)
    found = [
        f"(NOT IS_DEFINED({place}) OR IS_NULL({place}))" if value is None else f"{place} = {msgspec.json.encode(value).decode()}"
        for value in condition.values
    ]
    return f"FROM c\nWHERE ({' OR '.join(found) or 'false'})"


def _conditions(filters: Sequence[Filter], parameters: _Parameters) -> list[str]:
    return ["c.kind = 'document'", *(_filter(item, parameters) for item in filters)]


def _filter(item: Filter, parameters: _Parameters) -> str:
    place = _place(item.path)
    if item.op == "in":
        return f"({' OR '.join(f'{place} = {parameters.add(value)}' for value in item.value) or 'false'})"
    if item.op == "=":
        return f"{place} = {parameters.add(item.value)}"
    test = f"{_type_test(item.value)}({place})"
    if item.op == "!=":  # which Cosmos DB finds neither true nor false between values of two types
        return f"(IS_DEFINED({place}) AND NOT ({test} AND {place} = {parameters.add(item.value)}))"
    return f"({test} AND {place} {item.op} {parameters.add(item.value)})"


def _type_test(value: Any) -> str:
    if value is None:
        return "IS_NULL"
    if isinstance(value, bool):
        return "IS_BOOL"
    return "IS_STRING" if isinstance(value, str) else "IS_NUMBER"


def _behind(continuation: str, order: Order | None, parameters: _Parameters) -> str:
    """Numbers come before texts, or after them when descending; no comparison holds between the two."""
    position: list[Any] = decode_cursor(continuation, list[str | int | float])
    if order is None:
        if len(position) != 1 or not isinstance(position[0], str):
            raise _invalid_cursor()
        return f"c.id > {parameters.add(position[0])}"
    if len(position) != 3 or position[0] != order.path or not isinstance(position[2], str):
        raise _invalid_cursor()
    place, sign = _place(order.path), "<" if order.descending else ">"
    value, behind = parameters.add(position[1]), parameters.add(position[2])
    same_type = f"{place} {sign} {value} OR ({place} = {value} AND c.id {sign} {behind})"
    is_text = isinstance(position[1], str)
    if is_text != order.descending:
        return f"({same_type})"
    return f"({same_type} OR {'IS_NUMBER' if is_text else 'IS_STRING'}({place}))"


def _invalid_cursor() -> InvalidInput:
    return InvalidInput(errors=[FieldError("cursor", "invalid_cursor", Text("Not a cursor of this list"))])


def _place(path: str) -> str:
    return "c.body" + "".join(f'["{part}"]' for part in parts_of(path))
