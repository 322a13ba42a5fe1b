"""
Whether a text says only what was looked up: every number, amount, date and state in it must be in a result of a tool.

It is strict on purpose: a right sentence that is refused costs the visitor nothing, since the local answer takes its place. What it
cannot see: a wrong statement without a number or a word of these lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from marketplace.foundation.search.folding import fold

_NUMBER = re.compile(r"\d+(?:[.,'\u066b\u066c\u00a0\u202f ]\d{3})*(?:[.,\u066b]\d+)?")
_SIGN = r"[€$£₦]|[^\W\d_]{2,7}(?:\.[^\W\d_]{1,2})?"
_AMOUNT = re.compile(rf"(?P<before>{_SIGN})?[\s\u200e\u200f]{{0,3}}(?P<number>{_NUMBER.pattern})[\s\u200e\u200f]{{0,3}}(?P<after>{_SIGN})?")
_PLACES = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.\w+|\]\(")
_LIST_MARK = re.compile(r"^\s*\d{1,2}[.)]\s", re.MULTILINE)
_DIGITS = {ord(chr(start + value)): str(value) for start in (0x0660, 0x06F0) for value in range(10)}
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "يورو": "EUR",
    "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "دولار": "USD",
    "£": "GBP", "gbp": "GBP",
    "kwd": "KWD", "د.ك": "KWD", "aed": "AED", "د.إ": "AED", "sar": "SAR", "ر.س": "SAR",
    "ngn": "NGN", "₦": "NGN", "ghs": "GHS", "kes": "KES", "rwf": "RWF", "ugx": "UGX", "xaf": "XAF", "xof": "XOF", "zar": "ZAR",
}  # fmt: skip
# Numbers in words, next to money or time: what a model could say without a digit. Folded.
_WORDS = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "twenty",
        "thirty",
        "fifty",
        "hundred",
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "tien",
        "twintig",
        "dertig",
        "vijftig",
        "honderd",
        "een",
        "eins",
        "ein",
        "eine",
        "zwei",
        "drei",
        "funf",
        "sechs",
        "sieben",
        "acht",
        "neun",
        "zehn",
        "zwanzig",
        "dreissig",
        "funfzig",
        "hundert",
        "un",
        "une",
        "deux",
        "trois",
        "quatre",
        "cinq",
        "sept",
        "huit",
        "neuf",
        "dix",
        "vingt",
        "trente",
        "cinquante",
        "cent",
        "واحد",
        "اثنان",
        "ثلاثه",
        "اربعه",
        "خمسه",
        "سته",
        "سبعه",
        "ثمانيه",
        "تسعه",
        "عشره",
        "عشرون",
        "ثلاثون",
        "خمسون",
        "مئه",
    ]
)
_UNITS = frozenset(
    [
        "euro",
        "euros",
        "cent",
        "cents",
        "dollar",
        "dollars",
        "day",
        "days",
        "week",
        "weeks",
        "hour",
        "hours",
        "dag",
        "dagen",
        "week",
        "weken",
        "uur",
        "euro",
        "tag",
        "tage",
        "tagen",
        "woche",
        "wochen",
        "stunden",
        "jour",
        "jours",
        "semaine",
        "semaines",
        "heures",
        "يورو",
        "دولار",
        "يوم",
        "ايام",
        "اسبوع",
        "ساعه",
        "percent",
        "procent",
        "prozent",
        "pourcent",
    ]
)
# Statements that have no number. Of each kind, how it is said; longer ones count before the words in them.
_CLAIMS: dict[str, tuple[str, ...]] = {
    "out": (
        "out of stock", "sold out", "not available", "unavailable", "not in stock", "uitverkocht", "niet op voorraad", "niet leverbaar",
        "niet beschikbaar", "ausverkauft", "nicht vorratig", "nicht auf lager", "nicht verfugbar", "nicht lieferbar", "epuise", "epuisee",
        "pas en stock", "plus en stock", "indisponible", "pas disponible", "نفد", "نفدت", "غير متوفر", "غير متوفره",
    ),
    "in": (
        "in stock", "available", "op voorraad", "leverbaar", "beschikbaar", "vorratig", "auf lager", "lieferbar", "verfugbar", "en stock",
        "disponible", "disponibles", "متوفر", "متوفره",
    ),
    "free": ("free", "for free", "gratis", "kostenlos", "gratuit", "gratuite", "offert", "offerte", "مجاني", "مجانا", "مجانيه"),
    "reduced": (
        "discount", "on sale", "reduced", "voucher", "coupon", "korting", "aanbieding", "kortingscode", "rabatt", "reduziert",
        "gutschein", "remise", "reduction", "code promo", "en promotion", "خصم", "تخفيض", "قسيمه",
    ),
    "order": (
        "your order", "your parcel", "your package", "shipped", "delivered", "refunded", "uw bestelling", "je bestelling", "uw pakket",
        "verzonden", "bezorgd", "terugbetaald", "ihre bestellung", "deine bestellung", "ihr paket", "versandt", "zugestellt", "erstattet",
        "votre commande", "votre colis", "expediee", "livree", "remboursee", "طلبك", "طردك", "تم الشحن", "تم التوصيل",
    ),
}  # fmt: skip


def unbacked(text: str, results: Iterable[str], *, claims: frozenset[str]) -> list[str]:
    """
    What of ``text`` no result holds: numbers, amounts in another currency than theirs, links, and statements of a kind that is not in
    ``claims`` (``in``, ``out``, ``free``, ``reduced``, ``order``: what the tools have found to be so).
    """
    sources = "\n".join(results)
    known = numbers_of(sources)
    said = _latin(_LIST_MARK.sub("", text))
    wrong = [found for found in _NUMBER.findall(said) if _value(found) not in known]
    wrong += [found for found in _PLACES.findall(said) if found not in sources]
    wrong += sorted(_currencies(said) - _currencies(_latin(sources)))
    wrong += sorted(f"{value} {code}" for value, code in _amounts(said) - _amounts(_latin(sources)))
    folded, known_words = fold(text), f" {fold(sources)} "
    wrong += [phrase for phrase in _spelled(folded) if f" {phrase} " not in known_words]
    return wrong + [f"claim: {claim}" for claim in _claims_in(folded, known_words) if claim not in claims]


def numbers_of(text: str) -> frozenset[str]:
    """Every number in a text, each in one form."""
    return frozenset(_value(found) for found in _NUMBER.findall(_latin(text)))


def _claims_in(folded: str, known_words: str) -> Iterable[str]:
    rest = f" {folded} "
    for claim, phrases in _CLAIMS.items():
        for phrase in sorted(phrases, key=len, reverse=True):
            marked = f" {phrase} "
            if marked in rest:
                rest = rest.replace(marked, "  ")
                if claim not in ("order", "reduced", "free") or marked not in known_words:
                    yield claim


def _spelled(folded: str) -> list[str]:
    """Numbers in words before a unit of money or time."""
    words = folded.split()
    return [f"{first} {second}" for first, second in pairwise(words) if first in _WORDS and second in _UNITS]


def _currencies(text: str) -> set[str]:
    lowered = text.lower()
    words = set(re.findall(r"[^\W\d_]+(?:\.[^\W\d_]+)?|[€$£₦]", lowered))
    return {code for sign, code in _CURRENCIES.items() if sign in words}


def _amounts(text: str) -> set[tuple[str, str]]:
    """Numbers with the currency that stands right before or after them."""
    found: set[tuple[str, str]] = set()
    for match in _AMOUNT.finditer(text.lower()):
        found |= {(_value(match["number"]), _CURRENCIES[sign]) for sign in (match["before"], match["after"]) if sign in _CURRENCIES}
    return found


def _latin(text: str) -> str:
    return text.translate(_DIGITS)


def _value(number: str) -> str:
    """One form for ``1.299,50``, ``1,299.50`` and ``1 299,50``: the last separator before other than three digits is the decimal one."""
    digits = re.split(r"[^\d]", number)
    if len(digits) == 1:
        whole, decimals = digits[0], ""
    elif len(digits[-1]) == 3 and len({mark for mark in number if not mark.isdigit()}) == 1:
        whole, decimals = "".join(digits), ""  # 1.299 may be a thousand or three decimals: both sides are read alike
    else:
        whole, decimals = "".join(digits[:-1]), digits[-1]
    return f"{whole.lstrip('0') or '0'}.{decimals.rstrip('0')}"
