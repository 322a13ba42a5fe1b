"""
Postal addresses and what each country asks of them.

Rules follow the Universal Postal Union's country sheets and what Gulf couriers need. A country without a rule of its own is held to the
general one, so a new region needs no code.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text

MAX_LENGTH = 200
MAX_POSTCODE = 12
_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{5,24}")


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """
    Where something is delivered or billed.

    ``region`` is the emirate, governorate, province or state; ``area`` a district or neighbourhood; ``landmark`` what a driver looks for
    where streets have no names; ``country`` an ISO 3166 code of two letters.
    """

    name: str
    line1: str
    line2: str = ""
    city: str = ""
    postcode: str = ""
    region: str = ""
    area: str = ""
    landmark: str = ""
    country: str
    phone: str = ""
    company: str = ""


class CountryRule(msgspec.Struct, frozen=True, kw_only=True):
    """``postcode`` is a pattern, or None where the country has none; ``regions`` the allowed values, or any."""

    required: tuple[str, ...] = ("city",)
    postcode: str | None = r"[\w -]{2,12}"
    is_postcode_required: bool = False
    postcode_example: str = ""
    regions: frozenset[str] = frozenset()
    line_pattern: str = ""
    line_hint: Text | None = None


EMIRATES = frozenset({"Abu Dhabi", "Ajman", "Dubai", "Fujairah", "Ras Al Khaimah", "Sharjah", "Umm Al Quwain"})

GENERAL_RULE = CountryRule()
RULES: dict[str, CountryRule] = {
    "NL": CountryRule(postcode=r"[1-9]\d{3} [A-Z]{2}", is_postcode_required=True, postcode_example="1012 AB"),
    "BE": CountryRule(postcode=r"[1-9]\d{3}", is_postcode_required=True, postcode_example="1000"),
    "DE": CountryRule(postcode=r"\d{5}", is_postcode_required=True, postcode_example="10115"),
    "FR": CountryRule(postcode=r"\d{5}", is_postcode_required=True, postcode_example="75001"),
    "LU": CountryRule(postcode=r"(L-)?\d{4}", is_postcode_required=True, postcode_example="1009"),
    "AE": CountryRule(required=("region",), postcode=None, regions=EMIRATES),
    "SA": CountryRule(required=("city", "area"), postcode=r"\d{5}(-\d{4})?", is_postcode_required=True, postcode_example="12345"),
    "KW": CountryRule(
        required=("area",),
        postcode=r"\d{5}",
        postcode_example="13001",
        line_pattern=r"\b(block|blk|bloc)\b|قطعة|القطعة",
        line_hint=Text("Name the block, street and building, such as: Block 3, Street 12, House 7"),
    ),
    "BH": CountryRule(required=("city",), postcode=r"\d{3,4}", postcode_example="317"),
    "OM": CountryRule(required=("city",), postcode=r"\d{3}", postcode_example="112"),
    "QA": CountryRule(required=("city", "area"), postcode=None),
    "JO": CountryRule(required=("city",), postcode=r"\d{5}", postcode_example="11118"),
    "EG": CountryRule(required=("city", "region"), postcode=r"\d{5}(\d{2})?", postcode_example="11511"),
}


def check_address(address: Address) -> list[FieldError]:
    """What is wrong with an address in its country; empty when it can be delivered to. Fields are named without a prefix."""
    rule = RULES.get(address.country, GENERAL_RULE)
    errors = list(_lengths(address))
    if not re.fullmatch(r"[A-Z]{2}", address.country):
        errors.append(FieldError("country", "invalid_country", Text("A country code of two letters, such as NL")))
    for field in ("name", "line1", *rule.required):
        if not getattr(address, field):
            errors.append(FieldError(field, "required", Text("Needed for an address in this country")))
    errors.extend(_postcode(address, rule))
    if rule.regions and address.region and address.region not in rule.regions:
        errors.append(FieldError("region", "unknown_region", Text("One of: {choices}", choices=sorted(rule.regions))))
    if rule.line_hint and address.line1 and not re.search(rule.line_pattern, f"{address.line1} {address.line2}", re.IGNORECASE):
        errors.append(FieldError("line1", "incomplete", rule.line_hint))
    if address.phone and not _PHONE.fullmatch(address.phone):
        errors.append(FieldError("phone", "invalid_phone", Text("A telephone number such as +31 20 123 4567")))
    return errors


def read_address(data: Any, *, countries: Sequence[str], field: str = "address") -> Address:
    """
    The address in JSON that a caller sent, tidied (spaces, letter case of postcodes) and checked.

    ``countries`` are those that may be used here; ``field`` is what errors are prefixed with.

    :raises InvalidInput: naming every wrong field, such as ``shipping_address.postcode``
    """
    try:
        address = _tidied(msgspec.convert(data, Address))
    except msgspec.ValidationError as error:
        raise InvalidInput(errors=[_conversion_error(error, field)]) from None
    errors = check_address(address)
    if address.country not in countries:
        errors.append(FieldError("country", "country_not_served", Text("One of: {choices}", choices=countries)))
    if errors:
        raise InvalidInput(errors=[FieldError(f"{field}.{item.field}", item.code, item.message) for item in errors])
    return address


def _conversion_error(error: msgspec.ValidationError, field: str) -> FieldError:
    """Msgspec tells ``... `name` `` for a missing member and ``... - at `$.name` `` for a wrong one."""
    text = str(error)
    found = re.search(r"at `\$\.(\w+)`", text) or re.search(r"required field `(\w+)`", text)
    name = f"{field}.{found[1]}" if found else field
    if "missing required" in text:
        return FieldError(name, "required", Text("This is missing"))
    return FieldError(name, "invalid", Text("This value is not valid here"))


def _tidied(address: Address) -> Address:
    values = {name: " ".join(str(getattr(address, name)).split()) for name in Address.__struct_fields__}
    country = values["country"].upper()
    canonical = {region.lower(): region for region in RULES.get(country, GENERAL_RULE).regions}
    values["region"] = canonical.get(values["region"].lower(), values["region"])
    values["postcode"] = _tidied_postcode(values["postcode"].upper(), country)
    return msgspec.structs.replace(address, **{**values, "country": country})


def _tidied_postcode(postcode: str, country: str) -> str:
    if country == "NL" and re.fullmatch(r"\d{4}[A-Z]{2}", postcode):
        return f"{postcode[:4]} {postcode[4:]}"
    return postcode


def _lengths(address: Address) -> list[FieldError]:
    errors = []
    for field in Address.__struct_fields__:
        value = getattr(address, field)
        limit = MAX_POSTCODE if field == "postcode" else MAX_LENGTH
        if len(value) > limit:
            errors.append(FieldError(field, "too_long", Text("At most {limit} characters", limit=limit)))
        elif any(ord(character) < 32 or character == "\x7f" for character in value):
            errors.append(FieldError(field, "invalid", Text("Must be one line of text")))
    return errors


def _postcode(address: Address, rule: CountryRule) -> list[FieldError]:
    if rule.postcode is None:
        return [FieldError("postcode", "no_postcode", Text("This country has no postcodes; leave it empty"))] if address.postcode else []
    if not address.postcode:
        return (
            [FieldError("postcode", "required", Text("Needed, such as {example}", example=rule.postcode_example))]
            if rule.is_postcode_required
            else []
        )
    if re.fullmatch(rule.postcode, address.postcode):
        return []
    return [
        FieldError(
            "postcode",
            "invalid_postcode",
            Text("Such as {example}", example=rule.postcode_example) if rule.postcode_example else Text("Not a postcode"),
        )
    ]
