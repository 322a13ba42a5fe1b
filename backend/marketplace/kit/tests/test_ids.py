from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from marketplace.kit import ids

NOON = datetime(2026, 3, 4, 12, 0, 0, 123000, tzinfo=UTC)


def test_an_id_names_its_kind_and_its_time():
    order_id = ids.new_id("ord", at=NOON)

    assert ids.is_id(order_id, "ord")
    assert not ids.is_id(order_id, "vord")
    assert ids.time_of(order_id) == NOON


def test_later_ids_sort_behind_earlier_ones():
    assert ids.new_id("ord", at=NOON) < ids.new_id("ord", at=NOON + timedelta(milliseconds=1))


@given(st.text(max_size=20), st.text(max_size=20))
def test_a_derived_id_depends_on_every_part_and_on_nothing_else(first, second):
    derived = ids.derived_id("vord", first, second, at=NOON)

    assert derived == ids.derived_id("vord", first, second, at=NOON)
    assert derived != ids.derived_id("vord", first, second + "x", at=NOON)
    assert ids.is_id(derived, "vord")
    assert ids.time_of(derived) == NOON


def test_what_is_no_id_is_recognized():
    for text in ("", "ord_", "ord_123", "ord_01J00000000000000000000000/..", "ORD_01J00000000000000000000000"):
        assert not ids.is_id(text, "ord")
