from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.kit import spreadsheets
from marketplace.kit.tests.steps import assert_linear

SIGNS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", ["", "x;", "x\t", "x\n", "x\r\n", "x; ", "x;;", "x;\u00a0", " "])
def test_puts_an_apostrophe_where_a_spreadsheet_would_begin_a_formula(sign, before):
    cell = spreadsheets.as_text(f"{before}{sign}cmd")

    blanks = before.lstrip("x;\t\r\n")
    assert cell == f"{before.removesuffix(blanks)}'{blanks}{sign}cmd"


@pytest.mark.parametrize("cell", ["", "lamp", "a - b", "a=b; c", "42", "x;y", "it's", "'quoted'"])
def test_leaves_other_text_as_it_is(cell):
    assert spreadsheets.as_text(cell) == cell


@given(st.text(st.sampled_from("=-@;\t\n\r ' \uff1dx")))
def test_returns_what_it_was_given(cell):
    assert spreadsheets.as_meant(spreadsheets.as_text(cell)) == cell


@pytest.mark.parametrize("chunk", [";", "\n", " ", ";'", "; "])
def test_takes_time_in_proportion_to_the_text(chunk):
    assert_linear(lambda cell: spreadsheets.as_meant(spreadsheets.as_text(cell)), lambda length: chunk * length)
