"""What people read of errors is written once, in English, and translated into every language of the regions."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from .sources import BACKEND, base_names, calls, classes, modules

LANGUAGES = sorted(path.parents[1].name for path in (BACKEND / "locale").glob("*/LC_MESSAGES/django.po"))  # English is in the code
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


# Dictionaries by language that are data of one language each, of no text of ours: how search reads a language, and the demo's products.
DATA_BY_LANGUAGE = re.compile(r"marketplace/foundation/search/|/demo/")


def catalog(language: str) -> dict[str, str]:
    """The texts without a context: sentences."""
    with CATALOGS[language].open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale=language) if message.id and not message.context}


def labels(language: str) -> dict[tuple[str, str], str]:
    """The texts with a context, which are mostly single words."""
    with CATALOGS[language].open("rb") as file:
        messages = list(read_po(file, locale=language))
    return {(message.context, str(message.id)): str(message.string) for message in messages if message.context}


def error_classes() -> Iterator[ast.ClassDef]:
    """Every class that descends from ``MarketplaceError``, by name."""
    known, all_classes = {"MarketplaceError"}, [cls for module in modules() for cls in classes(module)]
    while found := {cls.name for cls in all_classes if base_names(cls) & known} - known:
        known |= found
    return (cls for cls in all_classes if cls.name in known)


def sentences_of_mails() -> set[str]:
    """What stands between ``{% trans %}`` and ``{% endtrans %}`` in the apps' mails, as gettext knows it."""
    environment = jinja2.Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, autoescape=True)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    files = BACKEND.glob("marketplace/apps/*/mails/*.txt")
    found = [text for file in files for _, _, text in environment.extract_translations(file.read_text())]  # type: ignore[attr-defined]
    return {text if isinstance(text, str) else text[0] for text in found}  # next to each value of a sentence stands a None


def untranslated_lines_of_mails() -> Iterator[str]:
    """Lines with words that are in no ``{% trans %}``."""
    for file in BACKEND.glob("marketplace/apps/*/mails/*.txt"):
        for line in re.sub(r"{% trans.*?%}.*?{% endtrans \+?%}|{[{%].*?[}%]}", "", file.read_text()).splitlines():
            if any(char.isalpha() for char in line):
                yield f"{file.name}: {line}"


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
    return titles() | sentences_of_mails() | {literal for literal in literals if isinstance(literal, str)}


def written_labels() -> set[tuple[str, str]]:
    """What is given to ``pgettext`` and ``pgettext_lazy``: a context and a text, both literals."""
    found = set()
    for module in modules():
        for called, node in calls(module):
            if called.rpartition(".")[2] in ("pgettext", "pgettext_lazy"):
                context, text = (ast.literal_eval(argument) for argument in node.args)
                found.add((context, text))
    return found


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name} | set(re.findall(r"%\((\w+)\)s", template))


def test_templates_are_literals():
    others = {place.partition(":")[0] for place, node in texts() if not isinstance(node, ast.Constant)}

    assert others == PASSES_ON


def test_there_are_errors_and_texts():
    assert len(titles()) > 60
    assert len(written()) > 180
    assert len(sentences_of_mails()) > 60


def test_every_line_of_a_mail_can_be_translated():
    assert list(untranslated_lines_of_mails()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    translated = {text for text, translation in catalog(language).items() if translation}

    assert written() - translated == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_translated_that_nobody_says(language):
    assert set(catalog(language)) - written() - OF_THE_FRAMEWORK == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_label_is_translated_and_none_is_left_over(language):
    translated_labels = {label for label, translation in labels(language).items() if translation}

    assert len(written_labels()) > 40
    assert translated_labels == written_labels()


def test_texts_by_language_are_in_the_catalogues_alone():
    """A dictionary by language in the code would have to be edited for each language that a region adds."""
    codes = {"en", *LANGUAGES}
    dictionaries = [
        module.place(node)
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Dict)
        and sum(isinstance(key, ast.Constant) and key.value in codes for key in node.keys) > 1
        and not DATA_BY_LANGUAGE.search(module.name)
    ]

    assert dictionaries == []


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
