"""The security inventory names the keys and purposes that the code has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "reference" / "security-inventory.md").read_text()
PURPOSE = re.compile(r'^PURPOSE = "([\w.-]+)"$', re.MULTILINE)
KEY = re.compile(r"^\| `(GM_\w*(?:KEY|SECRET))` \|", re.MULTILINE)


def test_every_purpose_of_a_derived_key_is_in_the_inventory() -> None:
    files = [file for file in (ROOT / "backend" / "marketplace").rglob("*.py") if "tests" not in file.parts]
    purposes = {purpose for file in files for purpose in PURPOSE.findall(file.read_text())}

    assert len(purposes) >= 6
    assert {purpose for purpose in purposes if f"| `{purpose}` |" not in PAGE} == set()


def test_every_key_among_the_settings_is_in_the_inventory() -> None:
    keys = set(KEY.findall((ROOT / "docs" / "reference" / "settings.md").read_text()))

    assert keys
    assert keys - set(KEY.findall(PAGE)) == set()


@pytest.mark.parametrize("heading", ["Keys", "Cryptography", "Data", "Sessions", "Logs", "Updates"])
def test_the_inventory_has_what_asvs_asks_to_be_written(heading: str) -> None:
    _, _, section = PAGE.partition(f"\n## {heading}\n")

    assert len(section.partition("\n## ")[0].split()) > 30
