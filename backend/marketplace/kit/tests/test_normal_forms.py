from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kit.normal_forms import LONGEST_RUN, normalize
from marketplace.kit.tests.steps import assert_linear

FORMS = ("NFC", "NFD", "NFKC", "NFKD")
HOSTILE = {
    "marks in turn": lambda length: "a" + "\u0323\u0301" * length,
    "marks in two halves": lambda length: "a" + "\u0301" * length + "\u0323" * length,
    "letters that become marks": lambda length: "\uff9e\u093c" * length,
    "one character for eighteen": lambda length: "\ufdfa" * length,
}


@given(st.text())
def test_is_the_standard_form(text: str) -> None:
    for form in FORMS:
        assert normalize(form, text) == unicodedata.normalize(form, text)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text_of", HOSTILE.values(), ids=HOSTILE)
def test_its_work_grows_with_the_length_alone(text_of: Callable[[int], str], form: str) -> None:
    assert_linear(lambda text: normalize(form, text), text_of)
    assert (
        longest_run(unicodedata.normalize("NFKD", normalize(form, text_of(1_000)))) <= 2 * LONGEST_RUN
    )  # sorting it is what takes the square


def longest_run(text: str) -> int:
    """How many combining marks stand in a row at most."""
    marks = "".join("m" if unicodedata.combining(char) else " " for char in text)
    return max(map(len, marks.split()), default=0)


def test_ends_a_run_of_marks() -> None:
    assert normalize("NFD", "e" + "\u0301" * 100 + "z") == "e" + "\u0301" * LONGEST_RUN + "z"
