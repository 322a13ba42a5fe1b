from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.apps.tax import queries
from marketplace.apps.tax.domain.rates import all_rates
from marketplace.apps.tax.types import TaxedAmount, tax_lines
from marketplace.foundation import tenancy
from marketplace.kit.money import Money, total
from marketplace.testing import NOW

TODAY = date(2026, 11, 2)
KNOWN = sorted({rate.country for rate in all_rates()})
pytestmark = pytest.mark.usefixtures("tenant")


@pytest.mark.parametrize(
    ("country", "standard", "reduced"),
    [
        ("NL", 2100, 900),
        ("BE", 2100, 600),
        ("DE", 1900, 700),
        ("FR", 2000, 550),
        ("LU", 1700, 300),
        ("AT", 2000, 1000),
        ("BG", 2000, 2000),
        ("CY", 1900, 500),
        ("CZ", 2100, 1200),
        ("DK", 2500, 2500),
        ("EE", 2400, 2400),
        ("ES", 2100, 1000),
        ("FI", 2550, 1350),
        ("GR", 2400, 1300),
        ("HR", 2500, 500),
        ("HU", 2700, 1800),
        ("IE", 2300, 0),
        ("IT", 2200, 1000),
        ("LT", 2100, 2100),
        ("LV", 2100, 2100),
        ("MT", 1800, 500),
        ("PL", 2300, 500),
        ("PT", 2300, 600),
        ("RO", 2100, 1100),
        ("SE", 2500, 600),
        ("SI", 2200, 950),
        ("SK", 2300, 500),
        ("GB", 2000, 0),
        ("AE", 500, 500),
        ("SA", 1500, 1500),
        ("KW", 0, 0),
        ("BH", 1000, 1000),
        ("OM", 500, 500),
        ("QA", 0, 0),
        ("JO", 1600, 1600),
        ("EG", 1400, 1400),
    ],
)
def test_knows_the_rates_of_every_country(country, standard, reduced):
    assert queries.vat_rate(country, "standard", TODAY, postcode="") == standard
    assert queries.vat_rate(country, "reduced", TODAY, postcode="") == reduced
    assert queries.vat_rate(country, "zero", TODAY, postcode="") == 0


@pytest.mark.parametrize(
    ("country", "tax_class", "rates"),
    [
        ("DE", "standard", {"2020-01-01": 1900, "2020-06-30": 1900, "2020-07-01": 1600, "2020-12-31": 1600, "2021-01-01": 1900}),
        ("DE", "reduced", {"2020-01-01": 700, "2020-06-30": 700, "2020-07-01": 500, "2020-12-31": 500, "2021-01-01": 700}),
        ("LU", "standard", {"2020-01-01": 1700, "2022-12-31": 1700, "2023-01-01": 1600, "2023-12-31": 1600, "2024-01-01": 1700}),
        ("LU", "reduced", {"2020-01-01": 300, "2023-06-01": 300, "2024-01-01": 300}),
        ("SA", "standard", {"2020-01-01": 500, "2020-06-30": 500, "2020-07-01": 1500}),
        ("BH", "standard", {"2020-01-01": 500, "2021-12-31": 500, "2022-01-01": 1000}),
        ("OM", "standard", {"2020-01-01": 0, "2021-04-15": 0, "2021-04-16": 500}),
        ("NL", "reduced", {"2020-01-01": 900, "2026-01-01": 900}),
        ("BE", "reduced", {"2020-01-01": 600, "2026-03-01": 600}),
        ("EG", "standard", {"2020-01-01": 1400}),
        ("CZ", "reduced", {"2023-12-31": 1500, "2024-01-01": 1200}),
        ("EE", "standard", {"2023-12-31": 2000, "2024-01-01": 2200, "2025-06-30": 2200, "2025-07-01": 2400}),
        ("FI", "standard", {"2024-08-31": 2400, "2024-09-01": 2550}),
        ("FI", "reduced", {"2025-12-31": 1400, "2026-01-01": 1350}),
        ("HR", "reduced", {"2022-03-31": 1300, "2022-04-01": 500}),
        ("IE", "standard", {"2020-08-31": 2300, "2020-09-01": 2100, "2021-02-28": 2100, "2021-03-01": 2300}),
        ("RO", "standard", {"2025-07-31": 1900, "2025-08-01": 2100}),
        ("RO", "reduced", {"2025-07-31": 900, "2025-08-01": 1100}),
        ("SE", "reduced", {"2026-03-31": 1200, "2026-04-01": 600, "2027-12-31": 600, "2028-01-01": 1200}),
        ("SK", "standard", {"2024-12-31": 2000, "2025-01-01": 2300}),
        ("SK", "reduced", {"2024-12-31": 1000, "2025-01-01": 500}),
    ],
)
def test_a_rate_holds_from_its_first_day(country, tax_class, rates):
    assert {day: queries.vat_rate(country, tax_class, date.fromisoformat(day), postcode="") for day in rates} == rates


@pytest.mark.parametrize(("country", "day"), [("XX", TODAY), ("NL", date(2019, 12, 31))])
def test_what_the_table_does_not_know_is_an_error_and_never_zero(country, day):
    for tax_class in ("standard", "reduced", "zero"):
        with pytest.raises(queries.NoTaxRate):
            queries.vat_rate(country, tax_class, day, postcode="")


def test_every_member_state_of_the_union_is_known():
    union = [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]

    assert set(union) <= {rate.country for rate in all_rates() if rate.tax_class == "standard"}


def test_no_reduced_rate_is_above_the_standard_rate_of_its_day():
    changes = sorted({rate.valid_from for rate in all_rates()})
    rates = {(c, day): [queries.vat_rate(c, k, day, postcode="") for k in ("reduced", "standard")] for c in KNOWN for day in changes}

    assert {place: found for place, found in rates.items() if found[0] > found[1]} == {}


def test_every_country_of_every_region_has_a_rate(eu, mena):
    countries = {*eu.countries, *mena.countries}

    assert {country for country in countries if queries.vat_rate(country, "standard", TODAY, postcode="") >= 0} == countries


def test_every_rate_names_its_law_and_where_it_was_checked():
    assert [rate for rate in all_rates() if not rate.source or not rate.checked] == []


def test_every_country_is_known_from_one_day_on_and_no_rate_is_listed_twice():
    known = {(rate.country, rate.tax_class, rate.valid_from) for rate in all_rates()}

    assert len(known) == len(all_rates())
    assert {rate.country for rate in all_rates()} == {country for country, _, day in known if day == date(2020, 1, 1)}


def test_commission_bears_the_rate_of_the_regions_first_country(eu, mena):
    with tenancy.scope(eu):
        assert queries.fee_vat_rate(TODAY) == 2100
    with tenancy.scope(mena):
        assert queries.fee_vat_rate(TODAY) == 500
    with tenancy.scope(msgspec.structs.replace(eu, settings={"commission_vat_bp": 1700})):
        assert queries.fee_vat_rate(TODAY) == 1700


def test_commission_bears_the_rate_of_the_operators_country_where_that_is_known(eu):
    first = eu.countries[0]
    for country, rate in (("DE", 1900), (first, 2100)):
        with tenancy.scope(msgspec.structs.replace(eu, settings={"operator_country": country})):
            assert queries.fee_vat_rate(TODAY) == rate
    with tenancy.scope(msgspec.structs.replace(eu, settings={})):
        assert queries.fee_vat_rate(TODAY) == 2100


def test_the_day_is_the_regions_own(eu, mena):
    late = NOW.replace(hour=22)

    with tenancy.scope(eu):
        assert queries.tax_day(late) == date(2026, 11, 2)
    with tenancy.scope(mena):
        assert queries.tax_day(late) == date(2026, 11, 3)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.sampled_from([0, 300, 550, 900, 2100])), max_size=20))
def test_tax_lines_add_up_to_the_amounts(amounts):
    taxed = [TaxedAmount.of(Money(minor, "EUR"), rate) for minor, rate in amounts]

    lines = tax_lines(taxed)

    assert total((line.base + line.tax for line in lines), "EUR") == total((amount.gross for amount in taxed), "EUR")
    assert total((line.tax for line in lines), "EUR") == total((amount.tax for amount in taxed), "EUR")
    assert [line.rate_bp for line in lines] == sorted({rate for _, rate in amounts}, reverse=True)
