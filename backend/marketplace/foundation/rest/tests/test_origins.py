"""Pages of the region's own hosts may read what the API answers; of others, browsers keep it to themselves."""

from __future__ import annotations

import pytest

from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord

pytestmark = pytest.mark.usefixtures("tenant")

SHOP = "http://eu.localhost:8001"
ALLOWED = "Access-Control-Allow-Origin"


def ask(api, origin, path="store/region", **options):
    return api.get(path, headers={"Origin": origin}, **options)


@pytest.mark.parametrize("origin", [SHOP, "http://eu.localhost", "http://api.eu.localhost:8000"])
def test_a_page_of_the_region_reads_the_answer(api, origin):
    answer = ask(api, origin)

    assert (answer.status_code, answer[ALLOWED]) == (200, origin)
    assert "ETag" in answer["Access-Control-Expose-Headers"]
    assert "Access-Control-Allow-Credentials" not in answer


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "http://eu.localhost.evil.example",
        "http://mena.localhost:8001",
        "http://evil.example:8001/eu.localhost",
        "http://someone@eu.localhost",
        "http://eu.localhost:x@evil.example",
        "https://eu.localhost",
        "eu.localhost",
        "null",
        "",
    ],
)
def test_another_page_does_not(api, origin):
    answer = ask(api, origin)

    assert answer.status_code == 200
    assert ALLOWED not in answer


def test_in_production_a_page_on_another_port_is_another_page(api, settings):
    settings.PUBLIC_SCHEME = "https"

    allowed = [
        ALLOWED in ask(api, origin) for origin in ("https://globalmarket.eu", "https://globalmarket.eu:8443", "http://globalmarket.eu")
    ]

    assert allowed == [True, False, False]


def test_every_answer_says_that_it_depends_on_the_page(api):
    """Else a cache on the way would give one page what another got."""
    answers = [ask(api, SHOP), ask(api, "http://evil.example"), api.get("store/region"), api.get("nowhere"), api.get("me")]

    assert ["Origin" in answer["Vary"] for answer in answers] == [True] * 5


def test_a_cached_answer_is_not_cached_for_a_page(api):
    ask(api, SHOP)

    assert ALLOWED not in ask(api, "http://evil.example")
    assert ask(api, "http://eu.localhost")[ALLOWED] == "http://eu.localhost"


def test_a_page_may_ask_before_it_edits(api):
    asked = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization,if-match,idempotency-key"}

    own = api.send("OPTIONS", "me", headers={"Origin": SHOP, **asked})
    other = api.send("OPTIONS", "me", headers={"Origin": "http://evil.example", **asked})

    assert (own.status_code, own.content) == (204, b"")
    assert "PATCH" in own["Access-Control-Allow-Methods"]
    assert {"Authorization", "If-Match", "Idempotency-Key"} <= set(own["Access-Control-Allow-Headers"].split(", "))
    assert (other.status_code, ALLOWED in other) == (401, False)


def test_a_page_reads_refusals_and_that_the_region_is_closed(api):
    refused = ask(api, SHOP, "me")
    TenantRecord.objects.filter(slug="eu").update(is_in_maintenance=True)
    directory.forget()
    closed = ask(api, SHOP, "store/categories")

    assert (refused.status_code, refused[ALLOWED]) == (401, SHOP)
    assert (closed.status_code, closed[ALLOWED]) == (503, SHOP)


def test_what_is_one_callers_alone_is_kept_by_nobody(api):
    answers = [api.get("me"), api.get("store/products", limit="0"), api.post("store/carts", {}), api.get("nowhere")]

    assert [answer.status_code for answer in answers] == [401, 422, 201, 404]
    assert [answer["Cache-Control"] for answer in answers] == ["no-store"] * 4
    cart = answers[2].json()
    assert api.get(f"store/carts/{cart['id']}", headers={"Cart-Token": cart["token"]})["Cache-Control"] == "no-store"


def test_the_reference_page_loads_nothing_from_elsewhere(api):
    page = api.get("docs")

    assert page.status_code == 200
    assert "//" not in page.content.decode()
    assert "default-src 'none'" in page["Content-Security-Policy"]
