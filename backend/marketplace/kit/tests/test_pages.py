from __future__ import annotations

import pytest

from marketplace.kit.errors import InvalidInput
from marketplace.kit.pages import decode_cursor, encode_cursor


def test_a_cursor_carries_its_position():
    assert decode_cursor(encode_cursor(["2026-01-01", "prod_1"]), list[str]) == ["2026-01-01", "prod_1"]


@pytest.mark.parametrize("cursor", ["", "%%%", "bm90IGpzb24", "W10", "ä", "a"])
def test_a_cursor_that_no_list_gave_out_is_refused(cursor):
    with pytest.raises(InvalidInput) as refusal:
        decode_cursor(cursor, tuple[int, str])

    assert refusal.value.errors[0].code == "invalid_cursor"
