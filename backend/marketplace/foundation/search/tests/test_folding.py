from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation.search.folding import MAX_LETTERS, fold, fold_code, fold_for_index, surfaces
from marketplace.foundation.search.spelling import closest, deletes, distance
from marketplace.foundation.search.stopwords import bare
from marketplace.foundation.search.synonyms import roots_of
from marketplace.kit.tests.steps import assert_linear


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Crème   BRÛLÉE ", "creme brulee"),
        ("Straße Øre Łódź œuvre", "strasse ore lodz oeuvre"),
        ("Women's l'eau d’été", "womens l eau d ete"),
        ("أإآٱ ى ة", "اااا ي ه"),
        ("مُدَرِّس", "مدرس"),
        ("كتـــاب", "كتاب"),
        ("قہوہ قھوە قهوۃ", "قهوه قهوه قهوه"),
        ("ې ۍ ے ی ڪ ک", "ي ي ي ي ك ك"),
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


HOSTILE = {
    "one word": lambda length: "x" * length,
    "a word with its end": lambda length: "x" * length + "!",
    "one character for four": lambda length: "㌀" * length,
    "one character for eighteen": lambda length: "\ufdfa" * length,
    "marks in turn": lambda length: "a" + "\u0323\u0301" * (length // 2),
    "letters that become marks": lambda length: "\uff9e\u093c" * (length // 2),
    "hyphens": lambda length: "-" * length,
    "words and hyphens": lambda length: "a-" * (length // 2),
    "words and two hyphens": lambda length: "a--" * (length // 3),
    "digits": lambda length: "1" * length,
    "other digits": lambda length: "٣" * length,
    "blanks": lambda length: " " * length + "x",
    "signs": lambda length: "!" * length + "x" + "!" * length,
    "apostrophes": lambda length: "'s" * (length // 2),
    "many words": lambda length: "ab " * (length // 3),
}


@pytest.mark.parametrize("read", [fold, fold_for_index, fold_code, surfaces, bare, roots_of], ids=lambda read: read.__name__)
@pytest.mark.parametrize("text_of", HOSTILE.values(), ids=HOSTILE)
def test_its_work_grows_with_the_length_of_the_text_alone(text_of: Callable[[int], str], read: Callable[[str], object]) -> None:
    assert_linear(read, text_of)


@pytest.mark.parametrize("read", [fold, fold_for_index, fold_code, surfaces])
@pytest.mark.parametrize("text_of", HOSTILE.values(), ids=HOSTILE)
def test_nothing_beyond_the_limit_is_read(text_of: Callable[[int], str], read: Callable[[str], object]) -> None:
    assert read((text_of(MAX_LETTERS) * 2)[:MAX_LETTERS] + " more") == read((text_of(MAX_LETTERS) * 2)[:MAX_LETTERS])


def test_the_limit_is_of_what_is_left_when_characters_are_taken_apart() -> None:
    assert len(fold("㌀" * MAX_LETTERS)) <= MAX_LETTERS


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
