from __future__ import annotations

import pytest

from marketplace.kit.barcodes import find_gtin


@pytest.mark.parametrize(
    ("text", "gtin"),
    [
        ("4006381333931", "4006381333931"),
        ("73513537", "73513537"),
        ("036000291452", "036000291452"),
        ("10012345678902", "10012345678902"),
        ("4 006381-333931", "4006381333931"),
        ("\u200e4006381333931\u00a0", "4006381333931"),
        ("\u0664\u0660\u0660\u0666\u0663\u0668\u0661\u0663\u0663\u0663\u0669\u0663\u0661", "4006381333931"),
        ("\uff17\uff13\uff15\uff11\uff13\uff15\uff13\uff17", "73513537"),
    ],
)
def test_reads_a_gtin_as_people_write_it(text, gtin):
    assert find_gtin(text) == gtin


@pytest.mark.parametrize("text", ["", "4006381333932", "8.71234E+12", "400638133393", "0" * 13, "00000000", "1234567", "x", "\u00be" * 13])
def test_takes_nothing_else_for_one(text):
    assert find_gtin(text) is None
