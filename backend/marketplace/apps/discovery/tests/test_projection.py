from __future__ import annotations

import pytest

from marketplace.apps.discovery.domain.projection import option_key, plain_text, price_step
from marketplace.kit.slugs import is_slug


@pytest.mark.parametrize(
    ("minor", "currency", "step"),
    [
        (0, "EUR", "0-499"),
        (499, "EUR", "0-499"),
        (500, "EUR", "500-999"),
        (12_500, "KWD", "10000-19999"),
        (999_999, "EUR", "500000-999999"),
        (5_000_000, "EUR", "1000000-"),
        (5, "JPY", "5-9"),
    ],
)
def test_a_price_lies_in_one_step(minor: int, currency: str, step: str) -> None:
    assert price_step(minor, currency) == step


def test_a_description_is_searched_without_its_marks() -> None:
    assert plain_text("<p>Salt &amp; <b>pepper</b></p><ul><li>two</li></ul>").split() == ["Salt", "&", "pepper", "two"]


@pytest.mark.usefixtures("tenant")
def test_an_option_is_called_the_same_in_every_language() -> None:
    assert option_key({"en": "Ring size", "nl": "Ringmaat"}) == "ring_size"
    assert option_key({"nl": "Ringmaat"}) == "ringmaat"


def test_an_address_holds_letters_digits_and_hyphens() -> None:
    assert is_slug("blue-mug-2")
    assert is_slug("قهوة-عربية")
    assert not any(is_slug(text) for text in ("", "a b", "a/b", "a\\b", "a\x00", "x" * 151))
