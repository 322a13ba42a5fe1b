from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation.search.folding import fold, fold_code, fold_for_index, surfaces
from marketplace.foundation.search.spelling import closest, deletes, distance


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Crème   BRÛLÉE ", "creme brulee"),
        ("Straße Øre Łódź œuvre", "strasse ore lodz oeuvre"),
        ("Women's l'eau d’été", "womens l eau d ete"),
        ("أإآٱ ى ة", "اااا ي ه"),
        ("مُدَرِّس", "مدرس"),
        ("كتـــاب", "كتاب"),
        ("٠١٢٣٤٥٦٧٨٩ ۱۲", "0123456789 12"),
        ("a\u200fb", "ab"),
        ("snake_case-word", "snake case word"),
        ("", ""),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_adds_hyphenated_words_as_one_for_the_index() -> None:
    assert fold_for_index("Cotton T-shirt") == "cotton t shirt tshirt"


def test_folds_codes_to_letters_and_digits() -> None:
    assert fold_code(" Ab-12/34 ") == "ab1234"


def test_knows_how_a_word_is_written() -> None:
    assert surfaces("Théière (émaillée), قهوة") == {"theiere": "théière", "emaillee": "émaillée", "قهوه": "قهوة"}


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folded_text_holds_nothing_but_words(text: str) -> None:
    assert all(word.isalnum() for word in fold(text).split())


@pytest.mark.parametrize(("left", "right", "slips"), [("", "", 0), ("kettle", "ketle", 1), ("kettle", "kettel", 1), ("abc", "xyz", 3)])
def test_counts_slips(left: str, right: str, slips: int) -> None:
    assert distance(left, right) == slips


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_slips_are_symmetric_and_zero_only_for_the_same(left: str, right: str) -> None:
    assert distance(left, right) == distance(right, left)
    assert (distance(left, right) == 0) == (left == right)


@given(st.text("abcdef", min_size=4, max_size=12), st.integers(0, 11), st.sampled_from(["leave out", "double", "swap"]))
def test_a_word_with_one_slip_meets_the_right_one_among_the_deletes(word: str, at: int, slip: str) -> None:
    at %= len(word) - 1
    typed = {
        "leave out": word[:at] + word[at + 1 :],
        "double": word[: at + 1] + word[at:],
        "swap": word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    }[slip]

    if len(typed) >= 4:
        assert set(deletes(word)) & set(deletes(typed))


def test_picks_the_closest_then_the_most_used() -> None:
    assert closest("dable", [("table", 1), ("cable", 2), ("tables", 9)]) == "cable"
    assert closest("dable", [("fabled", 5)]) is None
