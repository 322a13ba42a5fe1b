"""Numbers of authorities and banks: whether they can be right. Pure, by the standard formats."""

from __future__ import annotations

import re

import msgspec
from stdnum import bic as bic_numbers
from stdnum import get_cc_module
from stdnum import iban as iban_numbers
from stdnum.exceptions import ValidationError

from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

# Countries whose banks use IBANs that a payout may need. Oman's began in 2024: there an account number is still accepted.
IBAN_COUNTRIES = frozenset({"NL", "BE", "DE", "FR", "LU", "AE", "SA", "KW", "BH", "QA", "JO", "EG"})
# VAT (or tax) registration numbers that python-stdnum has no module for: digits by their count.
TAX_DIGITS = {"AE": 15, "SA": 15, "BH": 15, "OM": 0, "JO": 0}


class CheckedAccount(msgspec.Struct, frozen=True):
    """An account number without spaces, and whether it is an IBAN."""

    number: str
    is_iban: bool


def check_vat_number(number: str, *, country: str) -> str:
    """The number in its compact form; empty stays empty. :raises InvalidInput: if it cannot be one of that country"""
    compact = re.sub(r"[\s.-]", "", number).upper()
    if not compact:
        return ""
    module = get_cc_module(country, "vat")
    if module is not None:
        try:
            valid: str = module.validate(compact)
        except ValidationError:
            raise _invalid("vat_number", "invalid_vat_number", Text("Not a VAT number of {country}", country=country)) from None
        return valid if valid.startswith(country) or country == "EG" else f"{country}{valid}"
    digits = TAX_DIGITS.get(country, 0)
    pattern = rf"\d{{{digits}}}" if digits else r"[A-Z0-9]{6,20}"
    if not re.fullmatch(pattern, compact):
        raise _invalid(
            "vat_number", "invalid_vat_number", Text("{digits} digits", digits=digits) if digits else Text("6 to 20 letters and digits")
        )
    return compact


def check_account(number: str, *, country: str) -> CheckedAccount:
    """
    A bank account of that country, without spaces.

    :raises InvalidInput: if it is no IBAN of the country where the country uses them, or no account number elsewhere
    """
    compact = re.sub(r"[\s-]", "", number).upper()
    # Length and check digits only: lists of banks grow old, and would refuse accounts that exist.
    looks_like_iban = re.match(r"[A-Z]{2}\d{2}[A-Z0-9]", compact) is not None
    if country in IBAN_COUNTRIES or looks_like_iban:
        if not compact.startswith(country) or not iban_numbers.is_valid(compact, check_country=False):
            raise _invalid("account", "invalid_iban", Text("Not an IBAN of {country}", country=country))
        return CheckedAccount(compact, True)
    if not re.fullmatch(r"[0-9]{6,24}", compact):
        raise _invalid("account", "invalid_account", Text("6 to 24 digits"))
    return CheckedAccount(compact, False)


def check_bic(bic: str, *, country: str, is_needed: bool) -> str:
    """The bank's code in upper case. :raises InvalidInput: if it is missing where needed, not a BIC, or of another country"""
    compact = re.sub(r"\s", "", bic).upper()
    if not compact and not is_needed:
        return ""
    if not bic_numbers.is_valid(compact) or compact[4:6] != country:
        raise _invalid("bic", "invalid_bic", Text("Not a BIC of a bank in {country}", country=country))
    return compact


def masked(account: str) -> str:
    """The account as it may be shown: four characters at its end, and of an IBAN the country."""
    head = account[:2] if account[:2].isalpha() else ""
    return f"{head}{'•' * (len(account) - len(head) - 4)}{account[-4:]}"


def _invalid(field: str, code: str, message: Text) -> InvalidInput:
    return InvalidInput(errors=[FieldError(field, code, message)])
