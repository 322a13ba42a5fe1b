"""One way to write a row (decision 55): by ``foundation.rows``, or by SQL that the app names in its ``statements``. Never by the ORM."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from .sources import Module, app_of, modules

# The rows of staff are in the platform's database, of which ``foundation.rows`` knows nothing.
OF_PLATFORM = {"staff"}
ORM_WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
WRITES = re.compile(r"\b(INSERT\s+INTO|UPDATE\s+\w+\s+(AS\s+\w+\s+)?SET|DELETE\s+FROM)\b")


def test_no_app_writes_a_row_by_the_orm():
    found = {(app_of(module), f"{module.place(call)} {ast.unparse(call.func)}") for module in _apps() for call in _orm_writes(module.tree)}

    assert sorted(place for app, place in found if app not in OF_PLATFORM) == []


def test_sql_that_writes_is_named_in_statements():
    found = {(app_of(module), f"{module.place(text)}") for module in _apps() if not _is_statements(module) for text in _sql(module.tree)}

    assert sorted(place for app, place in found if app not in OF_PLATFORM) == []


def test_an_app_that_complies_is_no_exception():
    writing = {
        app_of(module) for module in _apps() if any(_orm_writes(module.tree)) or (not _is_statements(module) and any(_sql(module.tree)))
    }

    assert writing == OF_PLATFORM


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("payment.save()", True),
        ("refund.save(update_fields=['state'])", True),
        ("Payment.objects.create(id=1)", True),
        ("rows.filter(pk=1).update(state='paid')", True),
        ("run.payouts.update(**changes)", True),
        ("Payment.objects.bulk_create(found, ignore_conflicts=True)", True),
        ("payout.delete()", True),
        ("Payment.objects.all().delete()", True),
        ("ORDERS.create(order, events=[event])", False),
        ("picture.save(out, 'WEBP')", False),
        ("languages.update(product.texts)", False),
        ("digest.update(chunk)", False),
        ("PRODUCT_SLUGS.delete(lookup)", False),
    ],
)
def test_what_is_taken_for_a_write_by_the_orm(source: str, is_found: bool):
    assert any(_orm_writes(ast.parse(source))) == is_found


def _apps() -> Iterator[Module]:
    return (module for module in modules() if app_of(module))


def _is_statements(module: Module) -> bool:
    return "statements" in module.path.stem or "statements" in module.path.parts


def _orm_writes(tree: ast.AST) -> Iterator[ast.Call]:
    """
    Calls that only rows and querysets have. Documents, files, dictionaries and digests have methods of the same names, which take what
    they write as a positional argument; of the ORM, those of many rows do.
    """
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ORM_WRITES:
            is_of_many = call.func.attr.startswith("bulk_")
            if is_of_many or not call.args:
                yield call


def _sql(tree: ast.AST) -> Iterator[ast.Constant]:
    for text in ast.walk(tree):
        if isinstance(text, ast.Constant) and isinstance(text.value, str) and WRITES.search(text.value):
            yield text
