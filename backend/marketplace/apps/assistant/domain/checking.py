"""
Whether a text says only what was looked up. Amounts, dates, percentages and statements of state come from our own fields and the operator's
pages. What a vendor wrote backs no more than numbers of which nothing depends (its sizes), since it may be written to be said.

It is strict on purpose: a right sentence that is refused costs the visitor nothing, since the local answer takes its place. What it
cannot see: a wrong statement without a number or a word of these lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise

from babel.dates import get_month_names

from marketplace.apps.assistant.domain import slots
from marketplace.apps.assistant.domain.passages import DOMAIN
from marketplace.foundation.search.folding import fold

_NUMBER_TEXT = r"\d+(?:[.,'\u066b\u066c\u00a0\u202f ]\d{3})*(?:[.,\u066b]\d+)?"
_NUMBER = re.compile(_NUMBER_TEXT)
_SIGN = r"[€$£₦%٪]|[^\W\d_]{2,8}(?:\.[^\W\d_]{1,2})?"
_AMOUNT = re.compile(rf"(?P<before>{_SIGN})?[\s\u200e\u200f]{{0,3}}(?P<number>{_NUMBER_TEXT})[\s\u200e\u200f]{{0,3}}(?P<after>{_SIGN})?")
_PLACES = re.compile(rf"(?:\w+://|www\.|data:|javascript:)\S+|[\w.+-]+@[\w-]+\.\w+|{DOMAIN}|\]\(|<[/\w]")
_DIGITS = {ord(chr(start + value)): str(value) for start in (0x0660, 0x06F0) for value in range(10)}
# Of numbers that count as an amount: currencies, and shares.
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR", "يورو": "EUR",
    "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD", "دولار": "USD",
    "£": "GBP", "gbp": "GBP",
    "kwd": "KWD", "د.ك": "KWD", "aed": "AED", "د.إ": "AED", "sar": "SAR", "ر.س": "SAR",
    "%": "%", "٪": "%", "percent": "%", "procent": "%", "prozent": "%", "pourcent": "%",
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
    "waiting": (
        "not shipped", "not been shipped", "not yet shipped", "not yet been shipped", "not delivered", "not been delivered",
        "not yet been delivered", "niet verzonden", "niet bezorgd", "nicht versandt", "nicht zugestellt", "pas expediee",
        "pas ete expediee", "pas encore expediee", "pas encore ete expediee", "pas livree",
        "pas encore livree", "لم يتم الشحن", "لم يتم التوصيل",
    ),
    "shipped": (
        "shipped", "dispatched", "has been sent", "was sent", "on its way", "verzonden", "verstuurd", "onderweg", "versandt", "verschickt",
        "unterwegs", "expediee", "expedie", "en route", "تم الشحن", "في الطريق",
    ),
    "delivered": ("delivered", "bezorgd", "afgeleverd", "zugestellt", "livree", "تم التوصيل"),
    "refunded": (
        "refunded", "your refund", "refund is approved", "refund was approved", "terugbetaald", "uw terugbetaling", "je terugbetaling",
        "erstattet", "ihre erstattung", "deine erstattung", "remboursee", "rembourse", "votre remboursement", "استردادك", "تم رد المبلغ",
    ),
    "canceled": (
        "was canceled", "is canceled", "been canceled", "was cancelled", "is cancelled", "been cancelled", "geannuleerd", "storniert",
        "annulee", "تم الغاء",
    ),
    "order": (
        "your order", "your parcel", "your package", "uw bestelling", "je bestelling", "uw pakket", "je pakket", "ihre bestellung",
        "deine bestellung", "ihr paket", "dein paket", "votre commande", "votre colis", "طلبك", "طردك",
    ),
    # Nothing that is looked up is ever so: what nobody may be asked for in a chat, and what a vendor's text does not decide.
    "secret": (
        "card number", "your card", "your password", "your pin", "kaartnummer", "wachtwoord", "kartennummer", "passwort", "numero de carte",
        "mot de passe", "رقم البطاقه", "كلمه المرور",
    ),
    "recalled": ("recalled", "recall", "teruggeroepen", "terugroepactie", "zuruckgerufen", "ruckruf", "rappele", "rappelee", "تم سحب"),
}  # fmt: skip


# Words next to which a number commits the shop, folded, as are those of money and time.
_COMMITMENTS = frozenset(
    {
        "cost", "costs", "price", "prices", "priced", "pay", "pays", "paid", "charge", "charges", "refund", "refunds", "deliver",
        "delivers", "delivery", "arrive", "arrives", "return", "returns", "kost", "kosten", "prijs", "prijzen", "betaal", "betaalt",
        "bezorging", "levering", "levertijd", "aankomst", "retour", "kostet", "preis", "preise", "zahlen", "zahlt", "lieferung",
        "lieferzeit", "liefert", "ankunft", "ruckgabe", "coute", "coutent", "prix", "payer", "payez", "livraison", "livre", "retours",
        "سعر", "السعر", "يكلف", "تكلف", "الثمن", "الدفع", "التوصيل", "الارجاع",
    }
)  # fmt: skip
_LEAST_TRACKING = 8  # digits that can be a parcel's number
_LANGUAGES = ("ar", "de", "en", "fr", "nl")


def unbacked(
    text: str, ours: Iterable[str], theirs: Iterable[str] = (), *, names: Iterable[str] = (), claims: frozenset[str] = frozenset()
) -> list[str]:
    """
    What of ``text`` nothing backs: numbers, amounts in another currency than theirs, links, and statements of a kind that is not in
    ``claims`` (``in``, ``out``, ``free``, ``shipped`` and so on: what the tools have found to be so).

    ``ours`` is what our fields and the operator's pages say, ``theirs`` what vendors wrote: it backs numbers in a sentence without money,
    shares, time or a commitment. The numbers in ``names`` of vendors, products and parcels may be said with
    the whole name, unless it holds one of these itself.
    """
    sources, said = _latin("\n".join(ours)), _latin(text)
    known = numbers_of(sources)
    if not _is_weighty(said):
        known |= numbers_of("\n".join(theirs))
    wrong = [found for found in _NUMBER.findall(_without_names(said, names)) if _value(found) not in known]
    wrong += [found for found in _PLACES.findall(said) if found not in sources]
    wrong += sorted(_currencies(said) - _currencies(sources))
    wrong += sorted(f"{value} {code}" for value, code in _amounts(said) - _amounts(sources))
    folded, known_words = fold(said), f" {fold(sources)} "
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
                if claim not in ("reduced", "free") or marked not in known_words:  # which the operator's pages may say
                    yield claim


def _is_weighty(text: str) -> bool:
    """Whether a visitor could rely on a number of it: it speaks of money, shares, time or orders, or commits the shop."""
    folded = fold(text)
    words = frozenset(folded.split())
    is_commitment = words & (_COMMITMENTS | _UNITS | _months()) or any(claim not in ("in", "out") for claim in _claims_in(folded, ""))
    return bool(is_commitment or _currencies(text) or slots.order_number(text))


@cache
def _months() -> frozenset[str]:
    """As the shop's languages call them, folded."""
    forms = [get_month_names(width, locale=language) for language in _LANGUAGES for width in ("wide", "abbreviated")]
    return frozenset(word for names in forms for name in names.values() for word in fold(name).split() if not word.isdigit())


def _without_names(text: str, names: Iterable[str]) -> str:
    """Without the names that hold no more than a name: a product may be called "Kettle 1.7", and none "1 euro"."""
    for name in sorted(set(map(_latin, names)), key=len, reverse=True):
        if not _is_weighty(name) and (re.search(r"[^\W\d_]", name) or len(name) >= _LEAST_TRACKING):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "·", text, flags=re.IGNORECASE)
    return text


def _spelled(folded: str) -> list[str]:
    """Numbers in words before a unit of money or time."""
    words = folded.split()
    return [f"{first} {second}" for first, second in pairwise(words) if first in _WORDS and second in _UNITS]


def _currencies(text: str) -> set[str]:
    lowered = text.lower()
    words = set(re.findall(r"[^\W\d_]+(?:\.[^\W\d_]+)?|[€$£₦%٪]", lowered))
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
