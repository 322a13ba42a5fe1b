"""One word for one thing (``docs/glossary.md``): retired words stand in no name, comment, docstring or page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from .sources import REPOSITORY, tracked_files

CHECKED = {".py", ".md", ".html", ".yaml", ".toml", ".js", ""}
RETIRED = re.compile(
    r"(?<![a-z])(?:doors?|told|tells|news|figures?|goods|pieces?|promis(?:e|es|ed|ing)|abandon(?:s|ed|ing)?|stretch(?:es)?"
    r"|maturity|beside|whoever|somebody|carr(?:y|ies|ied)[ _]out|driv(?:e|es|en|ing)[ _]on|call(?:s|ed)?[ _]off"
    r"|giv(?:e|es|en|ing)[ _](?:up|back)|by[ _]the[ _]clock|kept[ _]answers?"
    r"|payout_account_rest_days|payout_two_people|skip[ _]reasons?)(?![a-z])",
    re.IGNORECASE,
)
HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")  # between the words of a name in CamelCase
# A word that is retired in one place alone: its plain meaning stays in the others.
RETIRED_IN = {
    "backend/marketplace/apps/payouts": re.compile(r"(?<![a-z])(?:(?<!close_)pool|bars)(?![a-z])"),  # Django has a ``close_pool``
    "backend/marketplace/apps/payments": re.compile(r"(?<![a-z])standing(?![a-z])"),
    "backend/marketplace/apps/notifications": re.compile(r"(?<![a-z])letters?(?![a-z])"),
    "backend/marketplace/foundation/mail": re.compile(r"(?<![a-z])letters?(?![a-z])"),
    "tests/journey": re.compile(r"(?<![a-z])letters?(?![a-z])"),
}
# Codes that clients compare with stay as they are, and so do Paystack's name of a state and the OECD's of an element.
CODES = re.compile(r"\bpromised_to_customers\b|[\"`]abandoned[\"`]|\"SaleOfGoods\"")
RETIRED_MODULES = {"life", "memory", "shop", "goods", "doors", "test_doors", "test_http", "letters", "figures"}

# Files that name the words, or hold texts of customers and words of other languages.
EXEMPT = (
    "docs/glossary.md",
    "docs/decisions/0054-one-vocabulary.md",
    "tests/architecture/test_vocabulary.py",
    "tests/relevance/judged/",
    "tests/evaluation/assistant",
    "backend/marketplace/apps/assistant/domain/data/",
    "backend/marketplace/apps/assistant/tests/attacks.yaml",
    "backend/marketplace/apps/discovery/data/",
    "backend/marketplace/apps/discovery/domain/attributes.py",
    "backend/marketplace/apps/discovery/domain/phrases.py",
    "backend/marketplace/apps/discovery/tests/test_phrases.py",
    "backend/marketplace/foundation/search/stopwords.py",
    "backend/marketplace/apps/tax/data/",
    "backend/marketplace/apps/demo/domain/data/",
    "backend/marketplace/foundation/rest/json.py",
    "tests/journey/product_files.py",
)


def test_no_file_uses_a_retired_word():
    assert [f"{place}: {word}" for file in _files() for place, word in _retired_words(file)] == []


def test_no_module_has_a_retired_name():
    assert [_name(file) for file in _files() if file.suffix == ".py" and file.stem in RETIRED_MODULES] == []


@pytest.mark.parametrize("text", ["the front door", "is_told", "news_of", "DOORS = 1", "it gives up", "class DoorList:"])
def test_the_guard_finds_a_retired_word(text):
    assert RETIRED.search(HUMP.sub("_", text))


@pytest.mark.parametrize("text", ["indoors", "newsletter", "figured", "a besides b", "piecewise", "compromise"])
def test_the_guard_leaves_other_words_alone(text):
    assert not RETIRED.search(text)


def _files() -> list[Path]:
    files = tracked_files()
    if files is None:
        pytest.skip("git is not there to say which files are the project's")
    return [file for file in files if file.suffix in CHECKED and not _name(file).startswith(EXEMPT)]


def _name(file: Path) -> str:
    return str(file.relative_to(REPOSITORY))


def _retired_words(file: Path) -> Iterator[tuple[str, str]]:
    name = _name(file)
    patterns = [RETIRED, *(pattern for path, pattern in RETIRED_IN.items() if name.startswith(path))]
    for number, line in enumerate(HUMP.sub("_", CODES.sub("", file.read_text())).splitlines(), 1):
        for pattern in patterns:
            for match in pattern.finditer(line):
                yield f"{name}:{number}", match.group()
