"""Places that have another VAT than the country in their address (Directive 2006/112/EC art. 6 and 7)."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from marketplace.apps.tax import queries
from marketplace.apps.tax.domain.territories import all_territories, find_territory
from marketplace.foundation import tenancy

TODAY = date(2026, 11, 2)
pytestmark = pytest.mark.usefixtures("tenant")

OUTSIDE = [
    ("DE", "78266"),  # Büsingen
    ("DE", "27498"),  # Helgoland
    ("FR", "97110"),  # Pointe-à-Pitre
    ("FR", "97133"),  # Saint-Barthélemy
    ("FR", "97150"),  # Saint-Martin
    ("FR", "97200"),  # Fort-de-France
    ("FR", "97300"),  # Cayenne
    ("FR", "97400"),  # Saint-Denis de La Réunion
    ("FR", "97500"),  # Saint-Pierre-et-Miquelon
    ("FR", "97600"),  # Mamoudzou
    ("FR", "98600"),  # Wallis
    ("FR", "98713"),  # Papeete
    ("FR", "98800"),  # Nouméa
    ("FR", "97 400"),
    ("IT", "23041"),  # Livigno
    ("IT", "22061"),  # Campione d'Italia
    ("IT", "47890"),  # San Marino
    ("ES", "35001"),  # Las Palmas
    ("ES", "38001"),  # Santa Cruz de Tenerife
    ("ES", "51001"),  # Ceuta
    ("ES", "52001"),  # Melilla
    ("FI", "22100"),  # Mariehamn
    ("GR", "630 86"),  # Karyes
    ("DK", "3900"),  # Nuuk
    ("GB", "JE2 3AB"),  # Jersey
    ("GB", "GY1 1AA"),  # Guernsey
    ("RE", "97400"),
    ("AX", "22100"),
    ("CW", ""),
    ("IC", ""),
]
INSIDE = [
    ("DE", "78267", 1900),
    ("DE", "27499", 1900),  # Neuwerk
    ("DE", "87491", 1900),  # Jungholz
    ("FR", "20000", 2000),  # Ajaccio
    ("FR", "98000", 2000),  # Monaco
    ("MC", "98000", 2000),
    ("FR", "75001", 2000),
    ("FR", "", 2000),
    ("NL", "9740 AA", 2100),  # not La Réunion
    ("BE", "3900", 2100),  # not Greenland
    ("LU", "2230", 1700),  # not Åland
]


@pytest.mark.parametrize(("country", "postcode"), OUTSIDE)
def test_no_vat_is_due_outside_the_vat_area_of_a_country(country, postcode):
    assert {queries.vat_rate(country, kind, TODAY, postcode=postcode) for kind in ("standard", "reduced", "zero")} == {0}
    assert queries.incidental_rate(country, TODAY, postcode=postcode) == 0
    assert queries.has_vat_rate(country, TODAY, postcode=postcode)


@pytest.mark.parametrize(("country", "postcode", "rate"), INSIDE)
def test_what_lies_inside_has_the_rates_of_its_country(country, postcode, rate):
    assert queries.vat_rate(country, "standard", TODAY, postcode=postcode) == rate


@pytest.mark.parametrize(("postcode", "code"), [("BT1 5GS", "XI"), ("IM1 1AA", "IM")])
def test_northern_ireland_and_the_isle_of_man_are_taxed_as_the_united_kingdom(postcode, code):
    assert {find_territory("GB", postcode).taxed_as, find_territory(code, "").taxed_as} == {"GB"}


def test_every_territory_names_its_law_and_how_it_is_known():
    assert [place for place in all_territories() if not place.source or not (place.postcodes or place.codes)] == []


def test_no_two_territories_claim_one_place():
    codes = [code for place in all_territories() for code in place.codes]
    starts = [(place.country, start) for place in all_territories() for start in place.postcodes]

    assert len(set(codes)) == len(codes)
    assert [(one, other) for one in starts for other in starts if one != other and one[0] == other[0] and one[1].startswith(other[1])] == []


def test_no_vat_is_due_where_the_operator_says_so(eu):
    with tenancy.scope(msgspec.structs.replace(eu, countries=("JP",), countries_without_vat=("JP",), settings={})):
        assert queries.vat_rate("JP", "standard", TODAY, postcode="100-0001") == 0
        assert queries.fee_vat_rate(TODAY) == 0


def test_the_vat_on_commission_can_be_set_where_the_first_country_has_no_rate(eu):
    with tenancy.scope(msgspec.structs.replace(eu, countries=("JP",), settings={"commission_vat_bp": 1000})):
        assert queries.fee_vat_rate(TODAY) == 1000
    with tenancy.scope(msgspec.structs.replace(eu, countries=("JP",), settings={})), pytest.raises(queries.NoTaxRate):
        queries.fee_vat_rate(TODAY)
