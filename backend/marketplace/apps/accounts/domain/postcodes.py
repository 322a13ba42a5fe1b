"""The national form of each country's postcodes, after the Universal Postal Union's S42 and its country sheets."""

from __future__ import annotations

import re
from typing import NamedTuple

from marketplace.kit.plain_text import clean_code

MAX_POSTCODE = 12
_SEPARATORS = re.compile(r"[\s.\u2010-\u2015\u2212-]+")
_ANY = re.compile(r"\w[\w -]{1,11}")


class PostcodeForm(NamedTuple):
    """``pattern`` of the capital letters and digits without signs; ``layout`` puts its groups together as the country writes them."""

    pattern: re.Pattern[str]
    layout: str
    example: str
    prefixes: tuple[str, ...]


def _form(pattern: str, example: str, *, layout: str = r"\g<0>", sign: str = "") -> PostcodeForm:
    """``sign`` is what the country's own letter before a postcode is or was (``D-10115``), in addition to its ISO code."""
    return PostcodeForm(re.compile(pattern, re.ASCII), layout, example, (sign,) if sign else ())


_GB = r"((?:[A-Z]{1,2}\d[A-Z\d]?)|GIR)(\d[A-Z]{2}|0AA)"
_FORMS: dict[str, PostcodeForm] = {
    # The regions' own
    "NL": _form(r"([1-9]\d{3})([A-RT-Z][A-Z]|S[BCE-RT-Z])", "1012 AB", layout=r"\1 \2"),
    "BE": _form(r"[1-9]\d{3}", "1000", sign="B"),
    "DE": _form(r"(?!00)\d{5}", "10115", sign="D"),
    "FR": _form(r"(?!00000)\d{5}", "75001", sign="F"),
    "LU": _form(r"[1-9]\d{3}", "1009", sign="L"),
    "SA": _form(r"([1-9]\d{4})(\d{4})?", "12345", layout=r"\1-\2"),  # with or without the additional number
    "KW": _form(r"\d{5}", "13001"),
    "BH": _form(r"[1-9]\d{2}|1[0-2]\d{2}", "317"),
    "OM": _form(r"[1-9]\d{2}", "112", sign="PC"),
    "JO": _form(r"[1-9]\d{4}", "11118"),
    "EG": _form(r"[1-9]\d{4}(\d{2})?", "11511"),
    # Territories with an ISO code of their own
    "BL": _form(r"97\d{3}", "97133", sign="F"),
    "MF": _form(r"97\d{3}", "97150", sign="F"),
    "GP": _form(r"971\d{2}", "97110", sign="F"),
    "MQ": _form(r"972\d{2}", "97200", sign="F"),
    "GF": _form(r"973\d{2}", "97300", sign="F"),
    "RE": _form(r"974\d{2}", "97400", sign="F"),
    "PM": _form(r"975\d{2}", "97500", sign="F"),
    "YT": _form(r"976\d{2}", "97600", sign="F"),
    "MC": _form(r"980\d{2}", "98000", sign="F"),
    "TF": _form(r"984\d{2}", "98413", sign="F"),
    "WF": _form(r"986\d{2}", "98600", sign="F"),
    "PF": _form(r"987\d{2}", "98713", sign="F"),
    "NC": _form(r"988\d{2}", "98800", sign="F"),
    "AX": _form(r"22\d{3}", "22100"),
    "FO": _form(r"\d{3}", "100"),
    "GL": _form(r"39\d{2}", "3900"),
    "SM": _form(r"4789\d", "47890", sign="RSM"),
    "VA": _form(r"00120", "00120", sign="V"),
    # Europe
    "AT": _form(r"[1-9]\d{3}", "1010", sign="A"),
    "BG": _form(r"[1-9]\d{3}", "1000"),
    "CH": _form(r"[1-9]\d{3}", "8001"),
    "CY": _form(r"\d{4}", "1010"),
    "CZ": _form(r"(\d{3})(\d{2})", "110 00", layout=r"\1 \2"),
    "DK": _form(r"\d{4}", "1050"),
    "EE": _form(r"\d{5}", "10111"),
    "ES": _form(r"(?:0[1-9]|[1-4]\d|5[0-2])\d{3}", "28001", sign="E"),
    "FI": _form(r"\d{5}", "00100", sign="FIN"),
    "GB": _form(_GB, "SW1A 1AA", layout=r"\1 \2"),
    "GR": _form(r"(\d{3})(\d{2})", "104 31", layout=r"\1 \2"),
    "HR": _form(r"\d{5}", "10000"),
    "HU": _form(r"[1-9]\d{3}", "1011", sign="H"),
    "IE": _form(r"([AC-FHKNPRTV-Y]\d[\dW])([\dAC-FHKNPRTV-Y]{4})", "D02 AF30", layout=r"\1 \2"),
    "IT": _form(r"\d{5}", "00118", sign="I"),
    "LI": _form(r"94\d{2}", "9490", sign="FL"),
    "LT": _form(r"\d{5}", "LT-01100", layout=r"LT-\g<0>"),
    "LV": _form(r"\d{4}", "LV-1010", layout=r"LV-\g<0>"),
    "MT": _form(r"([A-Z]{3})(\d{4})", "VLT 1117", layout=r"\1 \2"),
    "NO": _form(r"\d{4}", "0010", sign="N"),
    "PL": _form(r"(\d{2})(\d{3})", "00-001", layout=r"\1-\2"),
    "PT": _form(r"([1-9]\d{3})(\d{3})", "1000-001", layout=r"\1-\2", sign="P"),
    "RO": _form(r"\d{6}", "010011"),
    "SE": _form(r"([1-9]\d{2})(\d{2})", "111 20", layout=r"\1 \2", sign="S"),
    "SI": _form(r"[1-9]\d{3}", "1000", sign="SLO"),
    "SK": _form(r"(\d{3})(\d{2})", "811 01", layout=r"\1 \2"),
    # Elsewhere
    "DZ": _form(r"\d{5}", "16000"),
    "IN": _form(r"[1-9]\d{5}", "110001"),
    "IQ": _form(r"\d{5}", "10001"),
    "JP": _form(r"(\d{3})(\d{4})", "100-0001", layout=r"\1-\2"),
    "MA": _form(r"\d{5}", "10000"),
    "PK": _form(r"\d{5}", "44000"),
    "SG": _form(r"\d{6}", "018956"),
    "TN": _form(r"\d{4}", "1000"),
    "TR": _form(r"\d{5}", "34000"),
}


def example_postcode(country: str) -> str:
    """One of the country's, to show people its form; empty where we know of none."""
    form = _FORMS.get(country)
    return form.example if form else ""


def national_postcode(country: str, text: str) -> str | None:
    """
    ``text`` as the country writes its postcodes, in ASCII: ``B-1000`` is ``1000``, ``1016gv`` is ``1016 GV``.

    None if it is no postcode of that country. A country without a form of its own here takes any short word.
    """
    written = clean_code(text).upper()
    form = _FORMS.get(country)
    if form is None:
        return written if _ANY.fullmatch(written) and len(written) <= MAX_POSTCODE else None
    plain = _SEPARATORS.sub("", written)
    for prefix in ("", country, *form.prefixes):
        if plain.startswith(prefix) and (match := form.pattern.fullmatch(plain[len(prefix) :])):
            return match.expand(form.layout).removesuffix("-")
    return None
