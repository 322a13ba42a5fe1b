"""
Postal addresses: read from what a caller sent, in the national form of their country (``postcodes``, ``subdivisions``, ``phones``), and
held to its rule (``address_rules``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from marketplace.apps.accounts.domain.address_rules import GENERAL_RULE, RULES, SAUDI_SHORT_RULE, CountryRule, has_saudi_short_address
from marketplace.apps.accounts.domain.phones import clean_phone
from marketplace.apps.accounts.domain.postcodes import MAX_POSTCODE, example_postcode, national_postcode
from marketplace.apps.accounts.domain.subdivisions import find_subdivision, subdivisions_of
from marketplace.apps.accounts.types import Address
from marketplace.foundation.rest.fields import NO_WEB_ADDRESS
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.plain_text import clean_code, clean_line
from marketplace.kit.texts import Text
from marketplace.kit.vat_numbers import find_vat_number
from marketplace.kit.web_addresses import has_web_address

MAX_LENGTH = 200


def check_address(address: Address) -> list[FieldError]:
    """What is wrong with an address in its country; empty when it can be delivered to. Fields are named without a prefix."""
    rule = _rule_of(address)
    errors = list(_lengths(address))
    if not re.fullmatch(r"[A-Z]{2}", address.country):
        errors.append(FieldError("country", "invalid_country", Text("A country code of two letters, such as NL")))
    for field in ("name", "line1", *rule.required):
        if not getattr(address, field):
            errors.append(FieldError(field, "required", Text("Needed for an address in this country")))
    errors.extend(_postcode(address, rule))
    if rule.is_region_listed and address.region and find_subdivision(address.country, address.region) is None:
        choices = sorted(subdivisions_of(address.country))
        errors.append(FieldError("region", "unknown_region", Text("One of: {choices}", choices=choices)))
    if rule.is_found and rule.line_hint and address.line1 and not rule.is_found(f"{address.line1} {address.line2}", address.area):
        errors.append(FieldError("line1", "incomplete", rule.line_hint))
    if address.vat_number and find_vat_number(address.vat_number, country=address.country) is None:
        errors.append(FieldError("vat_number", "invalid_vat_number", Text("Not a VAT number of {country}", country=address.country)))
    if address.phone and clean_phone(address.phone) is None:
        errors.append(FieldError("phone", "invalid_phone", Text("A telephone number such as +31 20 123 4567")))
    return errors


def read_address(data: Any, *, countries: Sequence[str], field: str = "address") -> Address:
    """
    The address in JSON that a caller sent, in its country's national form and checked.

    ``countries`` are those that may be used here; ``field`` is what errors are prefixed with.

    :raises InvalidInput: naming every wrong field, such as ``shipping_address.postcode``
    """
    try:
        address = _in_national_form(msgspec.convert(data, Address))
    except msgspec.ValidationError as error:
        raise InvalidInput(errors=[_conversion_error(error, field)]) from None
    errors = check_address(address)
    if address.country not in countries:
        errors.append(FieldError("country", "country_not_served", Text("One of: {choices}", choices=countries)))
    if errors:
        raise InvalidInput(errors=[FieldError(f"{field}.{item.field}", item.code, item.message) for item in errors])
    return address


def _rule_of(address: Address) -> CountryRule:
    is_short = address.country == "SA" and (has_saudi_short_address(address.line1) or has_saudi_short_address(address.line2))
    return SAUDI_SHORT_RULE if is_short else RULES.get(address.country, GENERAL_RULE)


def _conversion_error(error: msgspec.ValidationError, field: str) -> FieldError:
    """Msgspec says ``... `name` `` for a missing member and ``... - at `$.name` `` for a wrong one."""
    text = str(error)
    found = re.search(r"at `\$\.(\w+)`", text) or re.search(r"required field `(\w+)`", text)
    name = f"{field}.{found[1]}" if found else field
    if "missing required" in text:
        return FieldError(name, "required", Text("This is missing"))
    return FieldError(name, "invalid", Text("This value is not valid here"))


def _in_national_form(address: Address) -> Address:
    """What has no national form, since it is wrong, is only cleaned; the check says so."""
    values = {name: clean_line(getattr(address, name)) for name in Address.__struct_fields__}
    country = clean_code(address.country).upper()
    values["country"] = country
    values["region"] = find_subdivision(country, values["region"]) or values["region"]
    values["postcode"] = national_postcode(country, values["postcode"]) or clean_code(values["postcode"]).upper()
    vat_number = clean_code(values["vat_number"])
    values["vat_number"] = (find_vat_number(vat_number, country=country) if vat_number else "") or vat_number
    values["phone"] = clean_phone(values["phone"]) or clean_code(values["phone"])
    return Address(**values)


def _lengths(address: Address) -> list[FieldError]:
    errors = []
    for field in Address.__struct_fields__:
        value = getattr(address, field)
        limit = MAX_POSTCODE if field == "postcode" else MAX_LENGTH
        if len(value) > limit:
            errors.append(FieldError(field, "too_long", Text("At most {limit} characters", limit=limit)))
        elif has_web_address(value):  # the address stands in mails that we send to whomever a guest names
            errors.append(FieldError(field, "web_address", NO_WEB_ADDRESS))
    return errors


def _postcode(address: Address, rule: CountryRule) -> list[FieldError]:
    example = example_postcode(address.country)
    if not rule.has_postcodes:
        return [FieldError("postcode", "no_postcode", Text("This country has no postcodes; leave it empty"))] if address.postcode else []
    if not address.postcode:
        return [FieldError("postcode", "required", Text("Needed, such as {example}", example=example))] if rule.is_postcode_required else []
    if national_postcode(address.country, address.postcode) is not None:
        return []
    hint = Text("Such as {example}", example=example) if example else Text("Not a postcode")
    return [FieldError("postcode", "invalid_postcode", hint)]
