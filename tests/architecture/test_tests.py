"""How tests are written: on real code and real servers, without waiting for the clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from .sources import BACKEND, REPOSITORY, Module, calls, imported_names

MOCKS = ("unittest.mock", "mock", "pytest_mock")


def _tests_of_the_backend() -> Iterator[Module]:
    for file in sorted(BACKEND.rglob("tests/*.py")):
        yield Module(file, str(file.relative_to(REPOSITORY)), ast.parse(file.read_text()))


@pytest.fixture(scope="module")
def tests() -> list[Module]:
    found = list(_tests_of_the_backend())
    assert len(found) > 50
    return found


def test_nothing_of_ours_is_mocked(tests):
    mocks = [module.place(node) for module in tests for name, node in imported_names(module) if name.startswith(MOCKS)]
    replaced = [module.place(node) for module in tests for called, node in calls(module) if called == "monkeypatch.setattr"]

    assert (mocks, replaced) == ([], [])


def test_no_test_sleeps(tests):
    sleeping = [
        module.place(node)
        for module in tests
        for called, node in calls(module)
        if called in {"time.sleep", "sleep", "asyncio.sleep"} and ast.unparse(node.args[0]) != "0"  # 0 lets other tasks run
    ]

    assert sleeping == []


def test_no_test_is_skipped_for_good(tests):
    """A strict expected failure is none: it says so when what it waits for is mended."""
    skipped = [
        f"{module.name}:{node.lineno}"
        for module in tests
        for node in ast.walk(module.tree)
        if (
            isinstance(node, ast.Call)
            and (ast.unparse(node.func) == "pytest.mark.skip" or (ast.unparse(node.func) == "pytest.mark.xfail" and not _is_strict(node)))
        )
        or (
            isinstance(node, ast.FunctionDef | ast.ClassDef)
            and {ast.unparse(decorator) for decorator in node.decorator_list} & {"pytest.mark.skip", "pytest.mark.xfail"}
        )
    ]

    assert skipped == []


def _is_strict(call: ast.Call) -> bool:
    given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
    return given.get("strict") == "True" and "reason" in given


def test_every_folder_of_tests_is_a_package():
    """Two test files of one name would else hide one another."""
    folders = {file.parent for file in BACKEND.rglob("tests/test_*.py")}

    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []
