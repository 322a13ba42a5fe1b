"""Amounts, as texts write them in a language."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from marketplace.foundation import texts
from marketplace.kit.currencies import CURRENCY_DIGITS
from marketplace.kit.money import Money

LANGUAGES = [*(code for code, _ in settings.LANGUAGES), "ja", "sv"]


@given(st.sampled_from(LANGUAGES), st.sampled_from(sorted(CURRENCY_DIGITS)), st.integers(0, 10**12))
def test_every_digit_of_a_currency_is_written_in_every_language(language, currency, minor):
    written = texts.amount(Money(minor, currency), language)

    digits = "".join(re.findall(r"[0-9]", written))
    assert digits == str(minor).zfill(CURRENCY_DIGITS[currency] + 1)


@pytest.mark.parametrize(
    ("money", "language", "written"),
    [
        (Money(1999, "EUR"), "nl", "€\xa019,99"),
        (Money(1250, "KWD"), "en", "KWD\xa01.250"),
        (Money(4460, "JPY"), "ja", "￥4,460"),
        (Money(1234567, "IQD"), "de", "1.234,567\xa0IQD"),
    ],
)
def test_an_amount_has_the_form_of_its_language(money, language, written):
    assert texts.amount(money, language) == written


@pytest.mark.parametrize(("language", "is_right_to_left"), [("ar", True), ("he", True), ("ja", False), ("en", False)])
def test_the_direction_of_a_language_is_known(language, is_right_to_left):
    assert texts.is_right_to_left(language) == is_right_to_left


def test_a_language_without_a_catalogue_is_written_in_english():
    assert texts.render(texts.Text("From {least} to {most}", least=1, most=2), "ja") == "From 1 to 2"
