"""
What a rolling deployment asks of migrations: the former version still reads and writes when they have run (docs/concepts/deployment.md,
"Expand and contract").
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from .sources import BACKEND, REPOSITORY

CONTRACT = re.compile(r"[0-9]{4}_contract_")
TAKE_AWAY = {"RemoveField", "RenameField", "DeleteModel", "RenameModel", "AlterModelTable"}
FUNCTION_BODY = re.compile(r"\$(\w*)\$.*?\$\1\$", re.DOTALL)  # runs when it is called, and is the function's own affair
SQL_TAKES_AWAY = re.compile(r"DROP (TABLE|COLUMN)|RENAME (COLUMN|TO)", re.IGNORECASE)


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


def test_what_the_former_version_may_name_is_taken_away_by_a_contract_alone():
    found = [
        f"{file.relative_to(REPOSITORY)}: {name}"
        for file in sorted((BACKEND / "marketplace").rglob("migrations/*.py"))
        if not CONTRACT.match(file.name)
        for name in _taken_away(ast.parse(file.read_text()))
    ]

    assert found == [], "Take it out of the code first; in a later release, a migration NNNN_contract_... of its own takes it away"


def test_a_contract_only_takes_away():
    mixed = [
        str(file.relative_to(REPOSITORY))
        for file in sorted((BACKEND / "marketplace").rglob("migrations/*.py"))
        if CONTRACT.match(file.name) and not _only_takes_away(ast.parse(file.read_text()))
    ]

    assert mixed == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("migrations.RemoveField('message', 'order_id')", ["RemoveField"]),
        ("migrations.RenameField('message', 'order_id', 'about')", ["RenameField"]),
        ("migrations.DeleteModel('Message')", ["DeleteModel"]),
        ("migrations.RenameModel('Message', 'Mail')", ["RenameModel"]),
        ("migrations.AlterModelTable('Message', 'mails')", ["AlterModelTable"]),
        ("migrations.RunSQL('ALTER TABLE messages DROP COLUMN order_id', 'SELECT 1')", ["RunSQL"]),
        ("migrations.RunSQL('DROP TABLE messages')", ["RunSQL"]),
        ("migrations.RunSQL(FORWARD, BACKWARD)\nFORWARD = 'ALTER TABLE messages RENAME COLUMN body TO text'", ["RunSQL"]),
        ("migrations.RunSQL(FORWARD, BACKWARD)\nBACKWARD = 'DROP TABLE messages'", []),
        ("migrations.RunSQL('CREATE FUNCTION drop_old() RETURNS void AS $$ DROP TABLE messages_2020 $$; SELECT 1')", []),
        ("migrations.RunSQL('CREATE FUNCTION one() RETURNS int AS $$ SELECT 1 $$; DROP TABLE messages')", ["RunSQL"]),
        ("migrations.RemoveIndex('message', 'messages_to')", []),
        ("migrations.AddField('message', 'sent_at', models.DateTimeField(null=True))", []),
    ],
)
def test_what_is_taken_for_taking_away(source: str, found: list[str]):
    assert list(_taken_away(ast.parse(source))) == found


def _taken_away(tree: ast.Module) -> Iterator[str]:
    """The operations after which a version that names a table or a column of before fails; of SQL, only what runs forwards."""
    texts = {ast.unparse(target): node.value for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            name = ast.unparse(call.func).removeprefix("migrations.")
            forwards = texts.get(ast.unparse(call.args[0]), call.args[0]) if name == "RunSQL" and call.args else None
            if name in TAKE_AWAY or (forwards is not None and SQL_TAKES_AWAY.search(FUNCTION_BODY.sub("", ast.unparse(forwards)))):
                yield name


def _only_takes_away(tree: ast.Module) -> bool:
    operations = next(
        node.value for node in ast.walk(tree) if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "operations"
    )
    assert isinstance(operations, ast.List)
    return len(list(_taken_away(tree))) == len(operations.elts)


def _unfilled_columns(tree: ast.AST) -> Iterator[ast.Call]:
    """Each ``AddField`` of a column that is neither nullable nor has a default in the database."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith("AddField"):
            field = next((word.value for word in call.keywords if word.arg == "field"), call.args[-1] if call.args else None)
            if isinstance(field, ast.Call) and not ast.unparse(field.func).endswith("ManyToManyField"):
                given = {word.arg: ast.unparse(word.value) for word in field.keywords}
                if given.get("null") != "True" and "db_default" not in given:
                    yield call
