"""No text from outside makes a regular expression take more than a time that grows with its length."""

from __future__ import annotations

import ast
import functools
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract.patterns import is_slow

BACKEND = Path(__file__).parents[2]
ROOTS, NOT_CODE = ("marketplace", "config"), {"tests", "migrations", "data", "demo"}
ANCHORED = {"match", "fullmatch"}
# The guard doubts them, since it knows of a repeat which characters it takes and not in which order.
HARMLESS = {
    "marketplace.apps.accounts.domain.phones._EXTENSION": "its text has at most 60 characters",
    "marketplace.apps.assistant.domain.checking._AMOUNT": "an answer of a model has at most 4,000 characters",
    "marketplace.apps.assistant.domain.checking._NUMBER": "as of the amount",
    "marketplace.apps.assistant.domain.checking._PLACES": "as of the amount",
    "marketplace.apps.assistant.domain.passages._LINK": "both of its repeats have an end",
    "marketplace.apps.assistant.domain.slots._BETWEEN": "a question has at most 500 characters",
    "marketplace.apps.assistant.providers.local.products._SENTENCE": "it begins behind the end of a sentence alone",
    "marketplace.apps.assistant.providers.remote.provider._SENTENCE_END": "it begins behind the end of a sentence alone",
    "marketplace.apps.carriers.providers.sendcloud.HOUSE_NUMBER": "a line of an address has at most 200 characters",
    "marketplace.apps.imports.domain.shopify.cells._GROUPED": "behind each group is a sign, and the last one differs from those before",
    "marketplace.apps.messaging.domain.hiding._ADDRESS": "a message has at most 2,000 characters",
    "marketplace.foundation.mail.delivery._ADDRESS": "it is found at its first beginning, or holds nothing that a second one could be in",
    "marketplace.foundation.rest.openapi._PAGE": "it reads names of our own types",
    "marketplace.kit.bank_accounts._IBAN": "its text has at most 100 characters before it is brought into its plain form",
}


@pytest.mark.parametrize(
    "pattern",
    [
        r"a*a*b",
        r"(a+)*b",
        r"(\w+\s?)*$",
        r"(a|a)*$",
        r"[^\W_]+(?:-[^\W_]+)+",
        r"[\W_]+$",
        r"<[^>]*>",
        r"\s*,?\s*;",
        r"(?:.*,)*x",
        r"\d+\w+!",
    ],
)
def test_knows_what_is_slow(pattern: str) -> None:
    assert is_slow(pattern)


@pytest.mark.parametrize(
    "pattern", [r"[^\W_]+(?:-[^\W_]+)*", r"<[^<>]*>", r"\s+", r"(?<!\w)\w+-", r"(?:\d{3} )*", r"\A\w+-", r"[a-z]+\d*", r"x(?=\s)"]
)
def test_knows_what_is_not(pattern: str) -> None:
    assert not is_slow(pattern)


def test_every_pattern_of_ours_takes_a_time_that_grows_with_the_length_of_the_text() -> None:
    slow = {place for place, pattern, flags, is_searched in _patterns() if is_slow(pattern, flags, is_searched=is_searched)}

    assert sorted(slow) == sorted(HARMLESS)


def test_texts_are_normalized_in_the_one_way_that_is_safe() -> None:
    used = {name for name, tree in _trees().items() for node in ast.walk(tree) if ast.unparse(node) == "unicodedata.normalize"}

    assert used == {"marketplace.kit.normal_forms"}


@functools.cache
def _trees() -> dict[str, ast.Module]:
    """Every module of ours that a program runs, by its name, as a syntax tree."""
    files = [file for root in ROOTS for file in (BACKEND / root).rglob("*.py") if NOT_CODE.isdisjoint(file.parts)]
    return {".".join(file.relative_to(BACKEND).with_suffix("").parts): ast.parse(file.read_text()) for file in sorted(files)}


def _patterns() -> Iterator[tuple[str, str | bytes, int, bool]]:
    for name, tree in _trees().items():
        calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")]
        if any(ast.unparse(node.func) == "re.compile" for node in calls):
            yield from _of_values(name, tree)
        yield from _of_calls(name, calls)


def _of_values(name: str, tree: ast.Module) -> Iterator[tuple[str, str | bytes, int, bool]]:
    """Patterns that a module holds when it is loaded, however they were put together."""
    uses = [(ast.unparse(node.value), node.attr) for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    for variable, value in vars(importlib.import_module(name)).items():
        used = {attribute for owner, attribute in uses if owner == variable}
        for found in _compiled(value):
            yield f"{name}.{variable}", found.pattern, found.flags, not used or not used <= ANCHORED


def _compiled(value: Any) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list | set | frozenset | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _compiled(item)


def _of_calls(name: str, calls: list[ast.Call]) -> Iterator[tuple[str, str | bytes, int, bool]]:
    """Patterns that stand in a call, as they are."""
    for node in calls:
        function = ast.unparse(node.func).removeprefix("re.")
        if function != "compile" and node.args and isinstance(node.args[0], ast.Constant):
            yield f"{name}:{node.lineno}", node.args[0].value, 0, function not in ANCHORED
