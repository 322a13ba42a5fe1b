"""A region is configuration: one with other currencies, a language without a catalogue and no VAT table needs no line of code."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest
from django.conf import settings

from contract.tests import asia
from marketplace.apps.tax.queries import check_vat
from marketplace.foundation.regions.files import RegionFile, as_tenant
from marketplace.testing import NOW

BACKEND = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    """What a program of its own with region ``asia`` did, on new databases of this run's server."""
    finished = subprocess.run(
        [sys.executable, "-m", "contract.tests.asia"],
        cwd=BACKEND,
        env={**os.environ, **_environment()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    result: dict[str, Any] = json.loads(finished.stdout)
    return result


def _environment() -> dict[str, str]:
    server = urlsplit(settings.POSTGRES_ADMIN_URL)
    names = {"GM_DATABASE_URL": "new_region_platform", "GM_REGION_ASIA_DATABASE_URL": "new_region_asia"}
    urls = {
        variable: f"postgresql://{name}:{secrets.token_hex(8)}@{server.hostname}:{server.port}/{name}" for variable, name in names.items()
    }
    return {**urls, "GM_REGIONS": "asia"}


def test_the_commands_of_the_guide_add_and_check_it(found):
    assert "region asia: added" in found["commands"]
    assert not [line for line in found["commands"] if "problem" in line.lower()]


def test_the_check_names_the_language_whose_letters_the_pdf_of_a_statement_lacks(found):
    (notice,) = [line for line in found["commands"] if "note:" in line]

    assert notice.startswith("asia: note: the PDF of a payout statement prints boxes for the letters of language ja")


def test_products_are_found_and_shown_in_its_language_and_currency(found):
    (card,) = found["list"]["items"]

    assert card["title"] == "茶碗"
    assert found["page"]["variants"][0]["price"] == {"minor": 1980, "currency": "JPY"}


def test_a_cart_is_priced_in_whole_yen_without_vat(found):
    quote = found["cart"]["quote"]

    assert quote["total"] == {"minor": 2 * 1980 + 500, "currency": "JPY"}
    assert {line["tax"]["minor"] for line in quote["taxes"]} <= {0}
    assert found["cart"]["missing"] == []


def test_an_order_is_placed_and_its_mails_are_sent(found):
    sent = {mail["to"][0]: mail for mail in found["mails"]}

    assert found["paid"]["status"] == "confirmed"
    assert "¥4,460" in sent["hanako@customer.example"]["body"].replace("￥", "¥")
    assert sent["hanako@customer.example"]["subject"].isascii()  # no mail is translated into Japanese: English is the fallback


def test_a_problem_is_in_english_where_its_language_has_no_catalogue(found):
    assert found["missing"] == {"status": 404, "title": "There is no such thing here", "language": "ja"}


def test_without_the_word_of_the_operator_a_country_without_a_rate_is_refused():
    region = msgspec.convert(tomllib.loads(asia.description()), RegionFile)
    region.countries_without_vat = ["JP"]

    (problem,) = check_vat(as_tenant(region), NOW)

    assert str(problem.message).startswith("no VAT rate is known for SG")
