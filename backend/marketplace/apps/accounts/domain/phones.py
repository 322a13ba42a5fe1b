"""
Telephone numbers as people type them, in one alphabet: ITU-T E.123 has the notations, E.164 the number of digits.

The notation stays as it was typed (``020 123 45 67``, ``+31 20 123 4567``), since a courier reads what the customer knows; only
characters change.
"""

from __future__ import annotations

import re

from marketplace.kit.plain_text import clean_code

MAX_PHONE = 30
MAX_TYPED_PHONE = 60  # with a label and invisible marks
_LEAST_DIGITS, _MOST_DIGITS = 6, 15  # E.164 allows 15 with the country's; shorter ones than six are no subscriber's
_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_LABEL = re.compile(r"^(?:(?:tele)?(?:phone|fon|foon)|tel|mobiel|mobile|mobil|mob|gsm|هاتف|جوال|موبايل|تليفون)\b[.: ]*", re.IGNORECASE)
_EXTENSION = re.compile(
    r"[ ,;]*(?:extension|ext|toestel|tst|durchwahl|dw|nebenstelle|poste|x|#|تحويلة|داخلي)[.: ]*(\d{1,6})", re.IGNORECASE | re.ASCII
)
_NUMBER = re.compile(r"\+?(?:[\d ./-]|\([\d ]+\))+", re.ASCII)


def clean_phone(text: str) -> str | None:
    """
    The number in ASCII digits, without labels and invisible marks, an extension as `` ext. 12``; None if it is no telephone number.

    A number typed from right to left may end in its plus sign, which is put in front.
    """
    if len(text) > MAX_TYPED_PHONE:
        return None
    number, extension = _without_extension(_LABEL.sub("", _DASHES.sub("-", clean_code(text))))
    if number.endswith("+"):
        number = f"+{number[:-1]}"
    number = re.sub(r"^\+ +", "+", number.strip(" ./-"))
    digits = re.sub(r"\D", "", number.removeprefix("00"))
    if not _NUMBER.fullmatch(number) or not _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return None
    cleaned = f"{number} ext. {extension}" if extension else number
    return cleaned if len(cleaned) <= MAX_PHONE else None


def _without_extension(text: str) -> tuple[str, str]:
    for found in _EXTENSION.finditer(text):
        if found.end() == len(text):
            return text[: found.start()], found[1]
    return text, ""
