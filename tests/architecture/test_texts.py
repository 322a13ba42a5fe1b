"""What people read of errors is written once, in English, and told in every language of the regions."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from .sources import BACKEND, base_names, classes, modules

LANGUAGES = ["ar", "de", "fr", "nl"]  # English is in the code
CATALOGS = {language: BACKEND / "locale" / language / "LC_MESSAGES" / "django.po" for language in LANGUAGES}
# Where a text comes from elsewhere: a title, or a sentence that the framework has translated.
PASSES_ON = {"backend/marketplace/kit/errors.py", "backend/marketplace/foundation/rest/problems.py"}
# Sentences of Django REST framework that its own catalogs lack; a test in foundation/rest names what is missing.
OF_THE_FRAMEWORK = {
    "A valid biginteger is required.",
    "Datetime value out of range.",
    "Ensure this field has at least {min_length} elements.",
    "Ensure this field has no more than {max_length} elements.",
    'Enter a valid "slug" consisting of Unicode letters, numbers, underscores, or hyphens.',
    "Integer value too large to convert to float",
    'Invalid datetime for the timezone "{timezone}".',
    "Invalid input.",
    "Must be a valid UUID.",
    "Must be a valid boolean.",
    "Not a valid string.",
    "This dictionary may not be empty.",
}


def catalog(language: str) -> dict[str, str]:
    with CATALOGS[language].open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale=language) if message.id}


def error_classes() -> Iterator[ast.ClassDef]:
    """Every class that descends from ``MarketplaceError``, by name."""
    known, all_classes = {"MarketplaceError"}, [cls for module in modules() for cls in classes(module)]
    while found := {cls.name for cls in all_classes if base_names(cls) & known} - known:
        known |= found
    return (cls for cls in all_classes if cls.name in known)


def titles() -> set[str]:
    return {
        node.value.value
        for cls in error_classes()
        for node in cls.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        and "title" in ast.unparse(node).partition("=")[0]
        and isinstance(node.value, ast.Constant)
    }


def texts() -> Iterator[tuple[str, ast.expr]]:
    """The template of each ``Text(...)`` and of each lazy message of a field, with its place."""
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("Text", "_") and node.args:
                yield module.place(node), node.args[0]


def written() -> set[str]:
    literals = {node.value for _, node in texts() if isinstance(node, ast.Constant)}
    return titles() | {literal for literal in literals if isinstance(literal, str)}


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_templates_are_literals():
    others = {place.partition(":")[0] for place, node in texts() if not isinstance(node, ast.Constant)}

    assert others == PASSES_ON


def test_there_are_errors_and_texts():
    assert len(titles()) > 60
    assert len(written()) > 180


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    told = {text for text, translated in catalog(language).items() if translated}

    assert written() - told == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_translated_that_nobody_says(language):
    assert set(catalog(language)) - written() - OF_THE_FRAMEWORK == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_values(language):
    assert [text for text, translated in catalog(language).items() if names_in(text) != names_in(translated)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_is_not_the_english_sentence(language):
    assert [text for text, translated in catalog(language).items() if text == translated] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalog_is_the_written_one(language, tmp_path: Path):
    with CATALOGS[language].open("rb") as file, (tmp_path / "django.mo").open("wb") as compiled:
        write_mo(compiled, read_po(file, locale=language))

    kept = CATALOGS[language].with_suffix(".mo")
    assert kept.read_bytes() == (tmp_path / "django.mo").read_bytes(), "run `make texts`"
