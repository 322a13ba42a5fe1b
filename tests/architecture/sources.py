"""The project's Python as syntax trees: what the guards of its architecture look at. Nothing of it is imported or run."""

from __future__ import annotations

import ast
import functools
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parents[2]
BACKEND = REPOSITORY / "backend"
APPS = BACKEND / "marketplace" / "apps"
CODE = [BACKEND / "marketplace", BACKEND / "config", REPOSITORY / "infra" / "local", REPOSITORY / "infra" / "cluster"]
NOT_CODE = {"migrations", "tests", "data"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module(NamedTuple):
    """A file of ours, its name from the repository's root, and its syntax tree."""

    path: Path
    name: str
    tree: ast.Module

    @property
    def lines(self) -> int:
        return len(self.path.read_text().splitlines())

    def place(self, node: ast.stmt | ast.expr) -> str:
        return f"{self.name}:{node.lineno}"


@functools.cache
def modules() -> tuple[Module, ...]:
    """All modules that a program runs: no tests, migrations or data."""
    files = sorted(file for folder in CODE for file in folder.rglob("*.py"))
    return tuple(
        Module(file, str(file.relative_to(REPOSITORY)), ast.parse(file.read_text()))
        for file in files
        if NOT_CODE.isdisjoint(file.relative_to(REPOSITORY).parts)
    )


@functools.cache
def app_names() -> tuple[str, ...]:
    return tuple(sorted(folder.name for folder in APPS.iterdir() if (folder / "__init__.py").exists()))


def app_of(module: Module) -> str | None:
    """Which app a module is part of; None for the foundation, the kit and all else."""
    return module.path.relative_to(APPS).parts[0] if module.path.is_relative_to(APPS) else None


def imported_names(module: Module) -> Iterator[tuple[str, ast.stmt]]:
    """Every name that a module imports, in full (``marketplace.apps.carts.types.Cart``), wherever in it."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def functions(module: Module) -> Iterator[Function]:
    return (node for node in ast.walk(module.tree) if isinstance(node, Function))


def classes(module: Module) -> Iterator[ast.ClassDef]:
    return (node for node in ast.walk(module.tree) if isinstance(node, ast.ClassDef))


def calls(module: Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call with what is called, as written (``models.ForeignKey``)."""
    return ((ast.unparse(node.func), node) for node in ast.walk(module.tree) if isinstance(node, ast.Call))


def base_names(cls: ast.ClassDef) -> set[str]:
    """The last part of each base's name."""
    return {ast.unparse(base).partition("[")[0].rpartition(".")[2] for base in cls.bases}


def length(function: Function) -> int:
    """Lines from ``def`` to the last one, the docstring left out."""
    lines = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    return lines - ((first.end_lineno or first.lineno) - first.lineno + 1 if is_docstring else 0)


def tracked_files() -> list[Path] | None:
    """Every file that is, or is about to be, under version control; None where git cannot tell."""
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if listed.returncode:
        return None
    return [file for name in listed.stdout.split("\0") if name and (file := REPOSITORY / name).is_file()]
