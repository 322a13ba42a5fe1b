"""Numbers of authorities and banks: whether they can be right. Pure, by the standard formats."""

from __future__ import annotations

import re

import msgspec

from marketplace.kit.bank_accounts import SEPA_COUNTRIES, compact_code, find_bic, find_iban, is_bank_of
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text
from marketplace.kit.vat_numbers import find_vat_number

# Countries whose banks use IBANs that a payout may need. Oman's began in 2024: there an account number is still accepted.
IBAN_COUNTRIES = SEPA_COUNTRIES | {"AE", "SA", "KW", "BH", "QA", "JO", "EG"}


class CheckedAccount(msgspec.Struct, frozen=True):
    """An account number without spaces, the country of its bank, and whether it is an IBAN."""

    number: str
    country: str
    is_iban: bool = True


def check_vat_number(number: str, *, country: str) -> str:
    """The number in its compact form; empty stays empty. :raises InvalidInput: if it cannot be one of that country"""
    if not number.strip():
        return ""
    found = find_vat_number(number, country=country)
    if found is None:
        raise _invalid("vat_number", "invalid_vat_number", Text("Not a VAT number of {country}", country=country))
    return found


def check_account(number: str, *, country: str) -> CheckedAccount:
    """
    A bank account of that country, in the form that banks read; of whatever country its IBAN is, where ``country`` is empty.

    :raises InvalidInput: if it is no IBAN of the country where the country uses them, or no account number elsewhere
    """
    iban = find_iban(number)
    if iban is not None and country in ("", iban[:2]):
        return CheckedAccount(iban, iban[:2])
    compact = compact_code(number)
    looks_like_iban = re.match(r"[A-Z]{2}\d{2}[A-Z0-9]", compact) is not None
    if not country:
        raise _invalid("account", "invalid_iban", Text("Not a valid IBAN"))
    if iban is not None or looks_like_iban or country in IBAN_COUNTRIES:
        raise _invalid("account", "invalid_iban", Text("Not an IBAN of {country}", country=country))
    if not re.fullmatch(r"[0-9]{6,24}", compact):
        raise _invalid("account", "invalid_account", Text("6 to 24 digits"))
    return CheckedAccount(compact, country, is_iban=False)


def check_bic(bic: str, *, country: str, is_needed: bool) -> str:
    """
    The bank's code in upper case. :raises InvalidInput: if it is missing where needed, not a BIC, or of a bank that has no accounts there
    """
    if not compact_code(bic) and not is_needed:
        return ""
    found = find_bic(bic)
    if found is None or not is_bank_of(found, country):
        raise _invalid("bic", "invalid_bic", Text("Not a BIC of a bank in {country}", country=country))
    return found


def masked(account: str) -> str:
    """The account as it may be shown: four characters at its end, and of an IBAN the country."""
    head = account[:2] if account[:2].isalpha() else ""
    return f"{head}{'•' * (len(account) - len(head) - 4)}{account[-4:]}"


def _invalid(field: str, code: str, message: Text) -> InvalidInput:
    return InvalidInput(errors=[FieldError(field, code, message)])
