from __future__ import annotations

import pytest

from marketplace.apps.discovery.domain.phrases import Understood, read_prices


@pytest.mark.parametrize(
    ("text", "words", "low", "high"),
    [
        ("cheap mug under 15 euro", "mug", None, 1500),
        ("Headphones under 100", "Headphones", None, 10_000),
        ("gift below €20 for a child", "gift for a child", None, 2000),
        ("goedkope handdoek onder 18 euro", "handdoek", None, 1800),
        ("jurk tot € 120", "jurk", None, 12_000),
        ("Rucksack unter 85 Euro", "Rucksack", None, 8500),
        ("günstige Lampe bis 90 €", "Lampe", None, 9000),
        ("Messer über 70 Euro", "Messer", 7000, None),
        ("bougie à moins de 30 euros", "bougie", None, 3000),
        ("coussin pas cher jusqu’à 40 €", "coussin", None, 4000),
        ("couteau entre 50 et 80 euros", "couteau", 5000, 8000),
        ("under 12,50", "", None, 1250),
        ("unter 1.000 Euro", "", None, 100_000),
        ("less than 1,299.95 euro", "", None, 129_995),
    ],
)
def test_reads_prices_in_words(text: str, words: str, low: int | None, high: int | None) -> None:
    assert read_prices(text, "EUR") == Understood(words, low, high)


@pytest.mark.parametrize(
    ("text", "words", "high"),
    [
        ("عطر أقل من 25 دينار", "عطر", 25_000),
        ("سماعات تحت ٤٠ دينار", "سماعات", 40_000),
        ("تمر رخيص بأقل من 4 دنانير", "تمر", 4_000),
        ("dates under 5.250 KWD", "dates", 5_250),
    ],
)
def test_reads_them_in_arabic_and_with_three_digits(text: str, words: str, high: int) -> None:
    assert read_prices(text, "KWD") == Understood(words, None, high)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "mug",
        "puzzle from 500 pieces",
        "toys for children under 3 years",
        "bottle under 1 l",
        "vase under 1.5 kg",
        "laptop sleeve up to 16 inch",
        "USB 3 cable",
        "2019 9308 47901",
        "mug under $50",
        "cheap mug",
        "İstanbul under 20",
    ],
)
def test_leaves_other_numbers_and_other_money_alone(text: str) -> None:
    assert read_prices(text, "EUR") is None


def test_takes_what_is_meant_as_a_nuisance() -> None:
    assert read_prices("between " * 20 + "1 " * 20, "EUR") is None
    assert read_prices("under " + "1" * 190, "EUR") == Understood("", None, 11_111_111_100)
