"""Each country's rule, and that reading an address never fails in another way than by telling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.accounts.addresses import RULES, Address, check_address, read_address
from marketplace.kit.errors import InvalidInput

GOOD = [
    {"line1": "Prinsengracht 263", "postcode": "1016 GV", "city": "Amsterdam", "country": "NL"},
    {"line1": "Rue Neuve 1", "postcode": "1000", "city": "Bruxelles", "country": "BE"},
    {"line1": "Unter den Linden 77", "postcode": "10117", "city": "Berlin", "country": "DE"},
    {"line1": "5 rue de Rivoli", "postcode": "75004", "city": "Paris", "country": "FR"},
    {"line1": "1 rue du Fossé", "postcode": "L-1536", "city": "Luxembourg", "country": "LU"},
    {"line1": "Sheikh Zayed Road 12", "region": "Dubai", "country": "AE", "landmark": "Opposite the mosque"},
    {"line1": "King Fahd Road 8", "area": "Al Olaya", "city": "Riyadh", "postcode": "12211", "country": "SA"},
    {"line1": "Block 3, Street 12, House 7", "area": "Salmiya", "country": "KW"},
    {"line1": "قطعة ٣، شارع ١٢، منزل ٧", "area": "السالمية", "country": "KW"},
    {"line1": "Building 5, Road 1701", "city": "Manama", "postcode": "317", "country": "BH"},
    {"line1": "Way 3013", "city": "Muscat", "postcode": "112", "country": "OM"},
    {"line1": "Street 840", "area": "Zone 61", "city": "Doha", "country": "QA"},
    {"line1": "Rainbow Street 2", "city": "Amman", "country": "JO"},
    {"line1": "26 July Street 1", "city": "Cairo", "region": "Cairo", "postcode": "11511", "country": "EG"},
    {"line1": "Main Street 1", "city": "Singapore", "postcode": "018956", "country": "SG"},
]
WRONG = [
    ("NL", {"postcode": "0123 AB"}, "postcode", "invalid_postcode"),
    ("NL", {"postcode": ""}, "postcode", "required"),
    ("DE", {"postcode": "1011"}, "postcode", "invalid_postcode"),
    ("FR", {"city": ""}, "city", "required"),
    ("AE", {"region": ""}, "region", "required"),
    ("AE", {"region": "Texas"}, "region", "unknown_region"),
    ("AE", {"postcode": "00000"}, "postcode", "no_postcode"),
    ("SA", {"area": ""}, "area", "required"),
    ("KW", {"area": ""}, "area", "required"),
    ("KW", {"line1": "House 7"}, "line1", "incomplete"),
    ("QA", {"postcode": "1"}, "postcode", "no_postcode"),
    ("EG", {"region": ""}, "region", "required"),
    ("NL", {"phone": "call me"}, "phone", "invalid_phone"),
    ("NL", {"line1": "x" * 201}, "line1", "too_long"),
    ("NL", {"name": ""}, "name", "required"),
]


def good(country):
    return {"name": "Noor", **next(address for address in GOOD if address["country"] == country)}


@pytest.mark.parametrize("fields", GOOD, ids=lambda fields: fields["country"])
def test_an_address_that_mail_reaches_is_taken(fields):
    assert check_address(Address(name="Noor", **fields)) == []


def test_every_country_with_a_rule_has_an_example_here():
    assert set(RULES) <= {fields["country"] for fields in GOOD}


@pytest.mark.parametrize(("country", "change", "field", "code"), WRONG)
def test_what_a_courier_would_miss_is_told(country, change, field, code):
    with pytest.raises(InvalidInput) as refused:
        read_address({**good(country), **change}, countries=[country], field="shipping_address")

    assert (f"shipping_address.{field}", code) in [(error.field, error.code) for error in refused.value.errors]


def test_spaces_and_letter_case_are_tidied():
    tidy = read_address({**good("NL"), "postcode": "1016gv", "country": "nl", "city": "  Den   Haag "}, countries=["NL"])

    assert (tidy.postcode, tidy.country, tidy.city) == ("1016 GV", "NL", "Den Haag")
    assert read_address({**good("AE"), "region": "dubai"}, countries=["AE"]).region == "Dubai"


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_any_json_is_an_address_or_told_as_invalid(data):
    with pytest.raises(InvalidInput):
        read_address(data, countries=["NL"])


@given(
    st.fixed_dictionaries({name: st.text(max_size=30) for name in ("name", "line1", "city", "postcode", "region", "phone")}),
    st.sampled_from(sorted(RULES)),
)
def test_any_text_in_any_country_is_taken_or_told(fields, country):
    data = {**fields, "country": country}
    try:
        address = read_address(data, countries=[country])
    except InvalidInput as error:
        told = error.errors
        assert told
    else:
        assert check_address(address) == []
