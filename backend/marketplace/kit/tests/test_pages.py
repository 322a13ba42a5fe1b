from __future__ import annotations

import pytest

from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import Page, PageRequest, decode_cursor, encode_cursor, page_of


def test_one_item_beyond_the_page_leads_to_the_next_one():
    page = page_of(["a", "b", "c"], PageRequest(limit=2), position=str.upper)

    assert page.items == ["a", "b"]
    assert decode_cursor(page.next_cursor, str) == "B"


@pytest.mark.parametrize("found", [[], ["a"], ["a", "b"]])
def test_a_page_with_nothing_beyond_it_is_the_last(found):
    assert page_of(found, PageRequest(limit=2), position=str.upper) == Page(found)


def test_a_cursor_carries_its_position():
    assert decode_cursor(encode_cursor(["2026-01-01", "prod_1"]), list[str]) == ["2026-01-01", "prod_1"]


@pytest.mark.parametrize("cursor", ["", "%%%", "bm90IGpzb24", "W10", "ä", "a"])
def test_a_cursor_that_no_list_gave_out_is_refused(cursor):
    with pytest.raises(InvalidInput) as refusal:
        decode_cursor(cursor, tuple[int, str])

    assert refusal.value.errors[0].code == "invalid_cursor"
