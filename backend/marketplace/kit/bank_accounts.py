"""
Account numbers and bank codes as people paste them, in the one form that is stored and sent to banks. Pure.

An IBAN is stored in the electronic form of ISO 13616: two letters, two digits, then letters and digits, nothing between them.
"""

from __future__ import annotations

import re

from stdnum import bic as bic_numbers
from stdnum import iban as iban_numbers

from marketplace.kit.plain_text import clean_code

# Codes of IBANs that SEPA credit transfers reach: the geographical scope of the schemes (EPC409-09). Åland, the French and Portuguese
# islands use the codes of their states; Guernsey, Jersey and the Isle of Man that of the United Kingdom. Who pays in euro may not say
# in which of them the payee's account is (Regulation (EU) 260/2012, article 9).
SEPA_COUNTRIES = frozenset(
    [
        "AD",
        "AL",
        "AT",
        "BE",
        "BG",
        "CH",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GB",
        "GI",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MC",
        "MD",
        "ME",
        "MK",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "RS",
        "SE",
        "SI",
        "SK",
        "SM",
        "VA",
    ]
)

# Countries whose banks have codes of their own although their accounts are IBANs of another one (ISO 9362 against ISO 13616).
_SHARES_IBANS_OF = {
    **dict.fromkeys(("GF", "GP", "MQ", "RE", "YT", "PM", "BL", "MF", "NC", "PF", "WF", "MC"), "FR"),
    **dict.fromkeys(("GG", "JE", "IM"), "GB"),
    "AX": "FI",
}

_GAP = r"[\W_]*"
_IBAN = re.compile(rf"[A-Z]{_GAP}[A-Z]{_GAP}[0-9]{_GAP}[0-9](?:{_GAP}[A-Z0-9])+{_GAP}$")
_LABEL = re.compile(r"(?:[^0-9]*[\W_])?(?:IBAN)?")  # "IBAN: NL91…", "Konto NL91…", "IBANNL91…"
_BIC_LABEL = re.compile(r"^[\W_]*(?:(?:BIC|SWIFT)[\W_]+)+(?:CODE[\W_]+)?")
_LONGEST = 100


def find_iban(text: str) -> str | None:
    """
    The IBAN that a pasted text is, whatever its letters, digits, gaps and label look like; ``None`` if it is none.

    Length and check digits decide (ISO 7064 mod 97-10): lists of banks grow old, and would refuse accounts that exist.
    """
    plain = clean_code(text).upper() if len(text) <= _LONGEST else ""
    found = _IBAN.search(plain)
    if found is None or not _LABEL.fullmatch(plain[: found.start()]):
        return None
    number = re.sub(r"[\W_]", "", found.group())
    return number if iban_numbers.is_valid(number, check_country=False) else None


def compact_code(text: str) -> str:
    """Letters and digits of a pasted code, in capitals, without what people put between them."""
    return re.sub(r"[\W_]", "", clean_code(text).upper())


def find_bic(text: str) -> str | None:
    """The bank code (ISO 9362) that a pasted text is, or ``None``."""
    code = compact_code(_BIC_LABEL.sub("", clean_code(text).upper()))
    return code if code.isascii() and bic_numbers.is_valid(code) else None


def is_bank_of(bic: str, country: str) -> bool:
    """Whether a bank with this code keeps accounts whose IBANs are of ``country``."""
    home = bic[4:6]
    return country in (home, _SHARES_IBANS_OF.get(home)) or home == _SHARES_IBANS_OF.get(country)
