"""What the page on OWASP's ASVS says is held by a test is: the tests that it names are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "reference" / "asvs.md"
LINE = re.compile(r"^\| (\d+\.\d+\.\d+) \| [12] \| [^|]+ \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(\w+)/(test_\w+)::(test_\w+)`")
REQUIREMENTS = 253  # of levels 1 and 2 in ASVS 5.0.0


def existing_tests() -> set[tuple[str, str, str]]:
    """By folder (an app's, or that of the tests themselves), module and function."""
    found = set()
    for file in [*(ROOT / "backend").rglob("test_*.py"), *(ROOT / "tests").rglob("test_*.py")]:
        folder = file.parent.parent.name if file.parent.name == "tests" and file.parent.parent != ROOT else file.parent.name
        found |= {(folder, file.stem, name) for name in re.findall(r"^ *def (test_\w+)", file.read_text(), re.MULTILINE)}
    return found


def test_every_requirement_is_held_by_a_test_that_is_there_or_says_why_not() -> None:
    lines, tests = LINE.findall(PAGE.read_text()), existing_tests()

    missing = [f"{number}: {'/'.join(named)}" for number, text in lines for named in NAMED.findall(text) if named not in tests]
    silent = [number for number, text in lines if not NAMED.search(text) and not text.startswith(("— ", "**open**: "))]

    assert missing == []
    assert silent == []
    assert len({number for number, _ in lines}) == len(lines) == REQUIREMENTS


def test_the_page_counts_what_it_lists() -> None:
    page = PAGE.read_text()
    texts = [text for _, text in LINE.findall(page)]
    counts = (
        sum(bool(NAMED.search(text)) for text in texts),
        sum(text.startswith("— ") for text in texts),
        sum(text.startswith("**open**") for text in texts),
    )

    assert "{} are held by tests, {} do not apply, {} are open.".format(*counts) in page
