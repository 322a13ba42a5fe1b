"""What a rolling deployment asks of migrations: the former version still writes rows when the new columns are there."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from .sources import BACKEND, REPOSITORY


def test_each_added_column_is_filled_by_the_database_for_the_former_version():
    found = [
        f"{file.relative_to(REPOSITORY)}:{call.lineno}"
        for file in sorted((BACKEND / "marketplace").rglob("migrations/*.py"))
        if not file.name.startswith("0001_")  # makes the tables: nobody writes to them yet
        for call in _unfilled_columns(ast.parse(file.read_text()))
    ]

    assert found == [], "A column that is NOT NULL needs a db_default: the former version does not name it when it inserts"


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ("migrations.AddField('message', 'order_id', models.CharField(max_length=40))", True),
        ("migrations.AddField(model_name='message', name='order_id', field=models.CharField(default='', max_length=40))", True),
        ("migrations.AddField(model_name='message', name='order_id', field=models.CharField(null=False, max_length=40))", True),
        ("migrations.AddField(model_name='message', name='order_id', field=models.CharField(db_default='', max_length=40))", False),
        ("migrations.AddField('message', 'sent_at', models.DateTimeField(null=True))", False),
        ("migrations.AddField('product', 'tags', models.ManyToManyField('tag'))", False),
        ("migrations.CreateModel('message', fields=[('order_id', models.CharField(max_length=40))])", False),
    ],
)
def test_what_is_taken_for_a_column_that_nothing_fills(source: str, is_found: bool):
    assert any(_unfilled_columns(ast.parse(source))) == is_found


def _unfilled_columns(tree: ast.AST) -> Iterator[ast.Call]:
    """Each ``AddField`` of a column that is neither nullable nor has a default in the database."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("AddField"):
            field = next((word.value for word in call.keywords if word.arg == "field"), call.args[-1] if call.args else None)
            if isinstance(field, ast.Call) and not ast.unparse(field.func).endswith("ManyToManyField"):
                given = {word.arg: ast.unparse(word.value) for word in field.keywords}
                if given.get("null") != "True" and "db_default" not in given:
                    yield call
