"""What customers write into the search box that is no word to look for: prices, in five languages whichever the shop is shown in."""

from __future__ import annotations

import re

import msgspec

from marketplace.kit.money import digits_of

_CURRENCIES = {  # how people write a currency, and the ones that it may be
    "€|euros?|eur": ("EUR",),
    r"\$|dollars?|usd": ("USD",),
    "£|pounds?|gbp": ("GBP",),
    "kwd|bhd|jod|dinars?|dinar|دينار|دنانير|دينارا|دك": ("KWD", "BHD", "JOD"),
    "aed|dirhams?|درهم|دراهم": ("AED",),
    "sar|qar|riyals?|ريال|ريالات": ("SAR", "QAR"),
}
_CURRENCY = "|".join(_CURRENCIES)
_UNIT = (
    r"(?:cm|mm|m|km|kg|g|mg|ml|cl|l|w|watt|v|mah|gb|inch(?:es)?|\"|%|x|years?|months?|pieces?|persons?|people|jaar|maanden|stuks?|personen|"
    r"jahren?|monaten?|teilen?|zoll|ans?|mois|pièces?|personnes?|سم|كغ|غ|مل|لتر|سنة|سنوات|قطعة|قطع|اشخاص)"
)
_NUMBER = r"\d{{1,3}}(?:[ .,]\d{{3}}){{1,5}}(?:[.,]\d{{1,2}})?|\d+(?:[.,]\d{{1,3}})?"
_AMOUNT = (
    rf"(?:(?P<{{0}}_before>{_CURRENCY})\s*)?(?P<{{0}}>{_NUMBER})(?![\d]|[.,]\d)(?!\s*{_UNIT}(?!\w))"
    rf"(?:\s*(?P<{{0}}_after>{_CURRENCY})(?!\w))?"
)

# Those of the second kind also speak of other things ("from three years"), so they need a currency next to the number.
_BELOW = (
    "under|below|less than|cheaper than|no more than|not more than|onder(?: de)?|minder dan|goedkoper dan|niet meer dan|unter|weniger als|"
    "billiger als|günstiger als|nicht mehr als|(?:à )?moins de|pas plus de|moins cher que|باقل من|اقل من|تحت|دون|ارخص من|لا يزيد عن"
)
_BELOW_MONEY = "up to|at most|max(?:imum|imal|imaal)?|tot|hoogstens|bis(?: zu)?|höchstens|jusqu['’]à|au plus|sous|حتي|حتى|بحد اقصي"
_ABOVE_MONEY = (
    "over|above|more than|from|at least|boven(?: de)?|meer dan|vanaf|minstens|über|mehr als|ab|mindestens|plus de|à partir de|au moins|"
    "اكثر من|فوق|ابتداء من|علي الاقل"
)
_BETWEEN = rf"(?:between|tussen|zwischen|entre|بين)\s+{_AMOUNT.format('low')}\s*(?:and|en|und|et|و|-)\s*{_AMOUNT.format('high')}"
_CHEAP = (
    "cheap|inexpensive|affordable|low[- ]cost|goedkoop|goedkope|voordelige?|billige?[rnsm]?|günstige?[rnsm]?|preiswerte?[rnsm]?|"
    "pas cher|pas chère|bon marché|رخيص|رخيصه|باسعار رخيصه"
)


def _phrase(words: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})\s*{_AMOUNT.format(name)}")


_RANGES = (
    (re.compile(rf"(?<!\w){_BETWEEN}"), False),
    (_phrase(_BELOW, "high"), False),
    (_phrase(_BELOW_MONEY, "high"), True),
    (_phrase(_ABOVE_MONEY, "low"), True),
)
_ADJECTIVE = re.compile(rf"(?<!\w)(?:{_CHEAP})(?!\w)")
# One character for one, so that a place in the folded text is a place in the text.
_SAME = str.maketrans("أإآةى٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹٫", "ااا" + "هي" + "0123456789" * 2 + ".")


class Understood(msgspec.Struct, frozen=True):
    """The words that are left to search for, and the prices that were named, in minor units."""

    text: str
    price_min: int | None = None
    price_max: int | None = None


def read_prices(text: str, currency: str) -> Understood | None:
    """None if no price is named in words, or only one in another currency, since nothing is converted."""
    plain = text.lower().translate(_SAME)
    if len(plain) != len(text) or not any(char.isdigit() for char in plain):
        return None
    for pattern, needs_currency in _RANGES:
        found = pattern.search(plain)
        if found is not None:
            limits = _limits(found, currency, needs_currency=needs_currency)
            if limits is not None:
                return Understood(_without(text, plain, found), *limits)
    return None


def _limits(found: re.Match[str], currency: str, *, needs_currency: bool) -> tuple[int | None, int | None] | None:
    groups = found.groupdict()
    named = [sign for name, sign in groups.items() if sign and name.endswith(("_before", "_after"))]
    if (needs_currency and not named) or not all(currency in _meant(sign) for sign in named):
        return None
    return _minor(groups.get("low"), currency), _minor(groups.get("high"), currency)


def _meant(sign: str) -> tuple[str, ...]:
    return next(codes for pattern, codes in _CURRENCIES.items() if re.fullmatch(pattern, sign))


def _minor(number: str | None, currency: str) -> int | None:
    """
    ``12,50`` or ``12.50`` are twelve and a half, ``1.000`` a thousand unless the currency has thousandths; digits beyond its own
    are dropped.
    """
    if number is None:
        return None
    digits = digits_of(currency)
    parts = re.split("[ .,]", number)
    has_fraction = len(parts) > 1 and (len(parts[-1]) < 3 or (digits == 3 and len(parts) == 2 and " " not in number))
    whole, fraction = ("".join(parts[:-1]), parts[-1]) if has_fraction else ("".join(parts), "")
    return int(whole[:9]) * 10**digits + int((fraction + "0" * digits)[:digits] or 0)


def _without(text: str, plain: str, found: re.Match[str]) -> str:
    """The text without the phrase, and without words that only say that it should be cheap; the whole text if nothing is left."""
    rest = text[: found.start()] + " " + text[found.end() :]
    for adjective in reversed(list(_ADJECTIVE.finditer(plain[: found.start()] + " " + plain[found.end() :]))):
        rest = rest[: adjective.start()] + " " + rest[adjective.end() :]
    return " ".join(rest.replace(",", " ").split())
