"""Telephone numbers in the form that mobile money takes (MSISDN: E.164 without the plus), made of what people type."""

from __future__ import annotations

from marketplace.apps.payments.providers.base import Rejected

# Calling codes (ITU-T E.164) of the countries in which wallets are asked.
CALLING_CODES = {"UG": "256", "GH": "233", "CM": "237", "CG": "242", "RW": "250", "CI": "225", "BJ": "229"}
# In these a 0 in front is dialled within the country alone; in the others it is a part of the number, or there is none.
WITH_TRUNK_ZERO = ("UG", "GH", "RW")
NATIONAL_MAX = 10  # the longest number without its calling code
MSISDN_MIN, MSISDN_MAX = 8, 15


def msisdn_of(phone: str, *, country: str) -> str:
    """
    ``+256 772 123456``, and ``0772 123456`` of Uganda, as ``256772123456``.

    :raises Rejected: for a number without a calling code of a country that we have none for, and for what is no number
    """
    typed = phone.partition("ext")[0].replace("(0)", "").strip()
    digits = "".join(character for character in typed if character.isascii() and character.isdigit())
    if typed.startswith("00"):
        number = digits[2:]
    elif typed.startswith("+"):
        number = digits
    else:
        number = _of_country(digits, country)
    if not MSISDN_MIN <= len(number) <= MSISDN_MAX:
        raise Rejected("phone_not_international")
    return number


def _of_country(digits: str, country: str) -> str:
    code = CALLING_CODES.get(country, "")
    if not code or (len(digits) > NATIONAL_MAX and not digits.startswith(code)):
        return ""
    if len(digits) > NATIONAL_MAX:
        return digits
    return code + (digits.removeprefix("0") if country in WITH_TRUNK_ZERO else digits)
