"""Which browser the end-to-end tests use."""

from __future__ import annotations

from pathlib import Path

import pytest

from launcher.browser import find_browser
from launcher.errors import Refusal
from launcher.paths import this_checkout


def test_the_one_that_is_named_comes_first(tmp_path: Path):
    named, system = tmp_path / "named", tmp_path / "system"
    named.touch()
    system.touch()

    assert find_browser(this_checkout(), wanted=str(named), system=(str(system),)) == named


def test_the_systems_is_used_where_there_is_one(tmp_path: Path):
    system = tmp_path / "system"
    system.touch()

    assert find_browser(this_checkout(), wanted="", system=(str(tmp_path / "missing"), str(system))) == system


def test_a_name_without_a_file_is_refused_in_a_sentence(tmp_path: Path):
    with pytest.raises(Refusal, match="which is no file"):
        find_browser(this_checkout(), wanted=str(tmp_path / "missing"))
