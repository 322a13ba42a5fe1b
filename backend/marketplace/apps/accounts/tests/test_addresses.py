"""Each country's rule, and that reading an address never fails in another way than by telling."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.accounts.domain.address_rules import RULES
from marketplace.apps.accounts.domain.addresses import Address, check_address, read_address
from marketplace.apps.accounts.domain.postcodes import example_postcode, national_postcode
from marketplace.apps.accounts.domain.subdivisions import find_subdivision, subdivisions_of
from marketplace.kit.errors import InvalidInput

GOOD = [
    {"line1": "Prinsengracht 263", "postcode": "1016 GV", "city": "Amsterdam", "country": "NL"},
    {"line1": "Rue Neuve 1", "postcode": "1000", "city": "Bruxelles", "country": "BE"},
    {"line1": "Unter den Linden 77", "postcode": "10117", "city": "Berlin", "country": "DE"},
    {"line1": "5 rue de Rivoli", "postcode": "75004", "city": "Paris", "country": "FR"},
    {"line1": "1 rue du Fossé", "postcode": "L-1536", "city": "Luxembourg", "country": "LU"},
    {"line1": "Sheikh Zayed Road 12", "region": "Dubai", "country": "AE", "landmark": "Opposite the mosque"},
    {"line1": "2929 King Fahd Road", "area": "Al Olaya", "city": "Riyadh", "postcode": "12211", "country": "SA"},
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
    ("SA", {"line1": "شارع العليا"}, "line1", "incomplete"),
    ("SA", {"line1": "2929"}, "line1", "incomplete"),
    ("SA", {"postcode": ""}, "postcode", "required"),
    ("SA", {"postcode": "1234"}, "postcode", "invalid_postcode"),
    ("NL", {"postcode": "1016 SS"}, "postcode", "invalid_postcode"),
    ("NL", {"postcode": "D-10115"}, "postcode", "invalid_postcode"),
    ("DE", {"postcode": "00000"}, "postcode", "invalid_postcode"),
    ("BH", {"postcode": "1999"}, "postcode", "invalid_postcode"),
    ("AE", {"region": "AE-XX"}, "region", "unknown_region"),
    ("NL", {"name": "\u200b\u3164"}, "name", "required"),
    ("NL", {"phone": "12345"}, "phone", "invalid_phone"),
    ("NL", {"phone": "020 123 4567 x"}, "phone", "invalid_phone"),
    ("NL", {"phone": "+31 20 123 4567 8901 2345"}, "phone", "invalid_phone"),
    ("KW", {"area": ""}, "area", "required"),
    ("KW", {"line1": "House 7"}, "line1", "incomplete"),
    ("QA", {"postcode": "1"}, "postcode", "no_postcode"),
    ("EG", {"region": ""}, "region", "required"),
    ("NL", {"phone": "call me"}, "phone", "invalid_phone"),
    ("NL", {"line1": "x" * 201}, "line1", "too_long"),
    ("NL", {"vat_number": "NL123"}, "vat_number", "invalid_vat_number"),
    ("AE", {"vat_number": "12345"}, "vat_number", "invalid_vat_number"),
    ("NL", {"name": ""}, "name", "required"),
]

# What people type, by the postal rules of each country, and what is stored of it.
FORMS = [
    ("NL", {"postcode": "1016gv"}, {"postcode": "1016 GV"}),
    ("NL", {"postcode": "NL-1016 GV"}, {"postcode": "1016 GV"}),
    ("NL", {"postcode": "1016\u00a0gv"}, {"postcode": "1016 GV"}),
    ("NL", {"postcode": "1016‑GV"}, {"postcode": "1016 GV"}),
    ("NL", {"country": "nl", "city": "  Den   Haag "}, {"country": "NL", "city": "Den Haag"}),
    ("NL", {"city": "Cafe\u0301dorp\u200b", "name": "\u202eNoor"}, {"city": "Cafédorp", "name": "Noor"}),
    ("BE", {"postcode": "B-1000"}, {"postcode": "1000"}),
    ("BE", {"postcode": "BE 1000"}, {"postcode": "1000"}),
    ("BE", {"postcode": "b.1000"}, {"postcode": "1000"}),
    ("DE", {"postcode": "D-10115"}, {"postcode": "10115"}),
    ("DE", {"postcode": "DE-10115"}, {"postcode": "10115"}),
    ("DE", {"postcode": "１０１１５"}, {"postcode": "10115"}),
    ("DE", {"postcode": "10 115"}, {"postcode": "10115"}),
    ("DE", {"postcode": "\u200e01067\u200f"}, {"postcode": "01067"}),
    ("FR", {"postcode": "75 001"}, {"postcode": "75001"}),
    ("FR", {"postcode": "F-75001"}, {"postcode": "75001"}),
    ("FR", {"postcode": "FR–75001"}, {"postcode": "75001"}),
    ("LU", {"postcode": "L-1536"}, {"postcode": "1536"}),
    ("LU", {"postcode": "L1009"}, {"postcode": "1009"}),
    ("LU", {"postcode": "LU-1009"}, {"postcode": "1009"}),
    ("LU", {"postcode": "١٠٠٩"}, {"postcode": "1009"}),
    ("SA", {"postcode": "12345 6789"}, {"postcode": "12345-6789"}),
    ("SA", {"postcode": "123456789"}, {"postcode": "12345-6789"}),
    ("SA", {"postcode": "١٢٢١١"}, {"postcode": "12211"}),
    ("SA", {"line1": "مبنى ٢٩٢٩، شارع العليا", "region": "الرياض"}, {"line1": "مبنى ٢٩٢٩، شارع العليا", "region": "Riyadh"}),
    ("SA", {"region": "Makkah al-Mukarramah"}, {"region": "Makkah"}),
    ("SA", {"region": "Najd"}, {"region": "Najd"}),
    ("KW", {"postcode": "١٣٠٠١", "region": "محافظة حولي"}, {"postcode": "13001", "region": "Hawalli"}),
    ("BH", {"postcode": "٣١٧"}, {"postcode": "317"}),
    ("BH", {"postcode": "1210"}, {"postcode": "1210"}),
    ("OM", {"postcode": "PC 112"}, {"postcode": "112"}),
    ("OM", {"postcode": "P.C. 112", "region": "مسقط"}, {"postcode": "112", "region": "Muscat"}),
    ("QA", {"region": "الدوحة"}, {"region": "Doha"}),
    ("JO", {"postcode": "١١١١٨", "region": "عمّان"}, {"postcode": "11118", "region": "Amman"}),
    ("EG", {"region": "القاهره"}, {"region": "Cairo"}),
    ("EG", {"region": "EG-GZ", "postcode": "١٢٥١١"}, {"region": "Giza", "postcode": "12511"}),
    ("EG", {"region": "Al Iskandariyah Governorate"}, {"region": "Alexandria"}),
    ("AE", {"region": "dubai"}, {"region": "Dubai"}),
    ("AE", {"region": "دبي"}, {"region": "Dubai"}),
    ("AE", {"region": "إمارة دبي"}, {"region": "Dubai"}),
    ("AE", {"region": "AE-DU"}, {"region": "Dubai"}),
    ("AE", {"region": "Emirate of Sharjah"}, {"region": "Sharjah"}),
    ("AE", {"region": "AE-SH"}, {"region": "Sharjah"}),
    ("AE", {"region": "الشارقه"}, {"region": "Sharjah"}),
    ("AE", {"region": "أبو ظبي"}, {"region": "Abu Dhabi"}),
    ("AE", {"region": "ابوظبي"}, {"region": "Abu Dhabi"}),
    ("AE", {"region": "Abu-Dhabi"}, {"region": "Abu Dhabi"}),
    ("AE", {"region": "AE-AZ"}, {"region": "Abu Dhabi"}),
    ("AE", {"region": "Umm al-Quwain"}, {"region": "Umm Al Quwain"}),
    ("AE", {"region": "Umm al-Qaiwain"}, {"region": "Umm Al Quwain"}),
    ("AE", {"region": "ام القيوين"}, {"region": "Umm Al Quwain"}),
    ("AE", {"region": "Ras al-Khaimah"}, {"region": "Ras Al Khaimah"}),
    ("AE", {"region": "Ra's al-Khaymah"}, {"region": "Ras Al Khaimah"}),
    ("AE", {"region": "RAK"}, {"region": "Ras Al Khaimah"}),
    ("AE", {"region": "عجمان"}, {"region": "Ajman"}),
    ("AE", {"region": "Al Fujairah"}, {"region": "Fujairah"}),
    ("AE", {"phone": "٠٥٠١٢٣٤٥٦٧"}, {"phone": "0501234567"}),
    ("AE", {"phone": "+٩٧١ ٥٠ ١٢٣ ٤٥٦٧"}, {"phone": "+971 50 123 4567"}),
    ("AE", {"phone": "٩٧١٥٠١٢٣٤٥٦٧+"}, {"phone": "+971501234567"}),
    ("AE", {"phone": "۰۵۰ ۱۲۳ ۴۵۶۷"}, {"phone": "050 123 4567"}),
    ("AE", {"phone": "هاتف: ٠٤ ١٢٣ ٤٥٦٧ تحويلة ١٢"}, {"phone": "04 123 4567 ext. 12"}),
    ("KW", {"phone": "٢٢٢٢ ٣٣٣٣"}, {"phone": "2222 3333"}),
    ("EG", {"phone": "(02) 2345 6789"}, {"phone": "(02) 2345 6789"}),
    ("NL", {"phone": "(020) 123 45 67"}, {"phone": "(020) 123 45 67"}),
    ("NL", {"phone": "+31 (0)20 123 4567"}, {"phone": "+31 (0)20 123 4567"}),
    ("NL", {"phone": "\u202a+31 20 123 4567\u202c"}, {"phone": "+31 20 123 4567"}),
    ("NL", {"phone": "+31‑20‑123‑4567"}, {"phone": "+31-20-123-4567"}),
    ("NL", {"phone": "020–123 4567"}, {"phone": "020-123 4567"}),
    ("NL", {"phone": "+31 20 123 4567 ext. 12"}, {"phone": "+31 20 123 4567 ext. 12"}),
    ("NL", {"phone": "020 123 4567 toestel 12"}, {"phone": "020 123 4567 ext. 12"}),
    ("NL", {"phone": "tel:+31-20-123-4567"}, {"phone": "+31-20-123-4567"}),
    ("NL", {"phone": "００３１ ２０ １２３ ４５６７"}, {"phone": "0031 20 123 4567"}),
    ("DE", {"phone": "030 / 123 45 67 - 89"}, {"phone": "030 / 123 45 67 - 89"}),
    ("DE", {"phone": "Tel.: 030/1234567 Durchwahl 89"}, {"phone": "030/1234567 ext. 89"}),
    ("FR", {"phone": "01.23.45.67.89"}, {"phone": "01.23.45.67.89"}),
    ("FR", {"phone": "01 23 45 67 89 poste 12"}, {"phone": "01 23 45 67 89 ext. 12"}),
    ("BE", {"phone": "02/123.45.67"}, {"phone": "02/123.45.67"}),
    ("LU", {"phone": "+352 27 12 34"}, {"phone": "+352 27 12 34"}),
]
BLOCKS = [
    "Block 3, Street 12, House 7",
    "Street 12, block 3",
    "Block3 Street 12",
    "BLK-3 St 12",
    "Block No. 3",
    "قطعة ٣ شارع ١٢",
    "قطعه ٣ شارع ١٢",
    "القطعة ٣",
    "القطعة الثالثة",
    "قطعة رقم 3",
    "ق 3 ش 12",
    "ق٣ ش١٢",
]


def good(country):
    return {"name": "Noor", **next(address for address in GOOD if address["country"] == country)}


@pytest.mark.parametrize("fields", GOOD, ids=lambda fields: fields["country"])
def test_an_address_that_mail_reaches_is_taken(fields):
    assert check_address(Address(name="Noor", **fields)) == []


def test_every_country_with_a_rule_has_an_example_here():
    assert set(RULES) <= {fields["country"] for fields in GOOD}


@pytest.mark.parametrize(("country", "change", "field", "code"), WRONG)
def test_an_address_that_a_courier_cannot_use_is_refused_by_field(country, change, field, code):
    with pytest.raises(InvalidInput) as refused:
        read_address({**good(country), **change}, countries=[country], field="shipping_address")

    assert (f"shipping_address.{field}", code) in [(error.field, error.code) for error in refused.value.errors]


@pytest.mark.parametrize(("country", "typed", "stored"), FORMS)
def test_what_people_type_is_stored_in_the_national_form(country, typed, stored):
    address = read_address({**good(country), **typed}, countries=[country])

    assert {field: getattr(address, field) for field in stored} == stored
    assert read_address(msgspec.to_builtins(address), countries=[country]) == address


@pytest.mark.parametrize("line", BLOCKS)
def test_a_kuwaiti_block_is_found_however_it_is_written(line):
    assert read_address({**good("KW"), "line1": line}, countries=["KW"]).line1 == line


@pytest.mark.parametrize("line", ["House 7", "شارع ٣ منزل ٧", "Block", "Blocked road 3", "Qortuba 3"])
def test_a_kuwaiti_address_without_a_block_is_refused(line):
    with pytest.raises(InvalidInput):
        read_address({**good("KW"), "line1": line}, countries=["KW"])


@pytest.mark.parametrize("line", ["RRRD2929", "rrrd 2929", "RRRD٢٩٢٩", "Villa 2, RRRD2929"])
def test_the_saudi_short_address_stands_for_all_else(line):
    address = {"name": "Noor", "line1": line, "country": "SA"}

    assert read_address(address, countries=["SA"]).line1 == line


def test_a_road_with_its_number_is_no_saudi_short_address():
    with pytest.raises(InvalidInput):
        read_address({"name": "Noor", "line1": "Al Olaya Road 2929", "country": "SA"}, countries=["SA"])


def test_every_spelling_leads_to_one_subdivision_and_each_postcode_example_is_in_its_countrys_form():
    for country in ("AE", "SA", "KW", "BH", "OM", "QA", "JO", "EG"):
        assert {name: find_subdivision(country, name) for name in subdivisions_of(country)} == {n: n for n in subdivisions_of(country)}
    for country in ("NL", "BE", "DE", "FR", "LU", "SA", "KW", "BH", "OM", "JO", "EG", "GB", "LV", "PT", "IE", "JP", "RE", "MC"):
        assert national_postcode(country, example_postcode(country)) == example_postcode(country)


def test_a_country_without_a_form_takes_any_short_word():
    assert read_address({**good("SG"), "country": "ZA", "postcode": "８００１"}, countries=["ZA"]).postcode == "8001"


@pytest.mark.parametrize(
    ("country", "typed", "stored"),
    [("NL", "nl 0044.95445.b01", "NL004495445B01"), ("DE", "136695976", "DE136695976"), ("AE", "١٠٠١٢٣٤٥٦٧٠٠٠٠٣", "100123456700003")],
)
def test_a_companys_vat_number_is_stored_in_its_compact_form(country, typed, stored):
    good = next(address for address in GOOD if address["country"] == country)

    read = read_address({"name": "Noor", **good, "company": "Clay BV", "vat_number": typed}, countries=[country])

    assert (read.company, read.vat_number) == ("Clay BV", stored)


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))
)
def test_any_json_is_an_address_or_refused_as_invalid(data):
    with pytest.raises(InvalidInput):
        read_address(data, countries=["NL"])


@given(
    st.fixed_dictionaries({name: st.text(max_size=30) for name in ("name", "line1", "city", "postcode", "region", "phone")}),
    st.sampled_from(sorted(RULES)),
)
def test_any_text_in_any_country_is_accepted_or_refused_by_field(fields, country):
    data = {**fields, "country": country}
    try:
        address = read_address(data, countries=[country])
    except InvalidInput as error:
        faults = error.errors
        assert faults
    else:
        assert check_address(address) == []
