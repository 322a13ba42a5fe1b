"""A region in which some country's VAT is unknown is refused before it exists, and named when it does."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from django.core.management import CommandError, call_command

from marketplace.apps.tax.queries import check_vat
from marketplace.foundation.regions.checks import check_description
from marketplace.foundation.regions.files import as_tenant, enter_in_directory, read_region_file
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.testing import NOW

ASIA = """
slug = "eu"
name = "GlobalMarket Asia"
domains = ["asia.localhost"]
default_currency = "JPY"
currencies = ["JPY"]
default_language = "en"
languages = ["en"]
timezone = "Asia/Tokyo"
countries = ["JP"]
cosmos_database_name = "globalmarket-asia"
postgres_schema = "eu"

[settings]
commission_vat_bp = 1000
"""


@pytest.fixture
def region_file(tmp_path):
    def write(text: str) -> str:
        file = tmp_path / "asia.toml"
        file.write_text(text)
        return str(file)

    return write


def test_a_region_with_a_country_without_a_rate_is_not_added(region_file):
    TenantRecord.objects.filter(slug="eu").delete()

    with pytest.raises(CommandError, match=r"asia\.toml: no VAT rate is known for JP .*countries_without_vat"):
        call_command("add_region", region_file(ASIA))

    assert not TenantRecord.objects.filter(slug="eu").exists()


def test_it_is_added_where_its_file_says_that_no_vat_is_due(region_file):
    TenantRecord.objects.filter(slug="eu").delete()
    region = read_region_file(Path(region_file(ASIA.replace('["JP"]', '["JP"]\ncountries_without_vat = ["JP"]'))))

    problems = check_description(as_tenant(region), now=NOW)
    enter_in_directory(region)

    assert problems == []
    assert directory.get("eu").countries_without_vat == ("JP",)


def test_the_commands_look_at_what_the_directory_says_by_now():
    TenantRecord.objects.filter(slug="mena").update(countries=["AE", "JP"])
    directory.forget()

    with pytest.raises(CommandError, match="mena: no VAT rate is known for JP"):
        call_command("check_regions", verbosity=0)


def test_only_a_country_that_has_no_rate_can_be_without_vat(eu):
    assert check_vat(eu, NOW) == []
    assert "rates.toml has a VAT rate for it" in str(check_vat(msgspec.structs.replace(eu, countries_without_vat=("NL",)), NOW)[0].message)


@pytest.mark.parametrize(("old", "new"), [('["JP"]', "[]"), ('["JP"]', '["JP"]\ncountries_without_vat = ["KR"]')])
def test_a_file_without_countries_or_with_a_foreign_one_is_refused(region_file, old, new):
    with pytest.raises(CommandError, match="countries"):
        call_command("add_region", region_file(ASIA.replace(old, new)))
