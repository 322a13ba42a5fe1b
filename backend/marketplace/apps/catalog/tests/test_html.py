from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.catalog.domain.html import safe_html

FRAGMENTS = [
    "<p>",
    "</p>",
    "<a href='",
    "'>",
    "&#8203;",
    "\u200b",
    "javascript:",
    "alert(1)",
    "<script>",
    "</script>",
    "&lt;",
    " ",
    "\n",
    "&nbsp;",
    "é",
]


@pytest.mark.parametrize(
    ("written", "safe"),
    [
        ("<p>Zero&#8203;width\u202e</p>", "<p>Zerowidth</p>"),
        ("<p>Cafe\u0301</p>", "<p>Café</p>"),
        ("<p>one\r\ntwo</p>", "<p>one\ntwo</p>"),
        ('<a href="&#8203;javascript:alert(1)">x</a>', '<a rel="nofollow noopener">x</a>'),
        ("<scr\u200bipt>alert(1)</scr\u200bipt>", ""),
    ],
)
def test_nothing_unseen_is_left(written, safe):
    assert safe_html(written) == safe


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
def test_what_is_safe_stays_as_it_is(written):
    safe = safe_html(written)

    assert safe_html(safe) == safe
    assert "javascript:" not in safe.partition("href=")[2].partition(">")[0]
