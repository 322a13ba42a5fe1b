from __future__ import annotations

import tomllib
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import msgspec
import pytest
from django.db import connections

from marketplace.foundation import clock, tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.regions import plans
from marketplace.foundation.regions.files import RegionFile, enter_in_directory, read_region_file
from marketplace.foundation.rest.tokens import STAFF, Principal, issue_access_token
from marketplace.foundation.tenancy import directory
from marketplace.foundation.tenancy.models import TenantRecord
from marketplace.kit.actors import Actor
from marketplace.kit.errors import InvalidInput

pytestmark = pytest.mark.usefixtures("tenant")

ASIA = {
    "slug": "asia",
    "name": "GlobalMarket Asia",
    "domains": ["asia.invalid", "api.asia.invalid"],
    "default_currency": "JPY",
    "currencies": ["JPY", "SGD"],
    "default_language": "en",
    "languages": ["en", "ja"],
    "timezone": "Asia/Tokyo",
    "countries": ["JP", "SG"],
    "countries_without_vat": ["JP", "SG"],
    "features": {"cash_on_delivery": True},
    "reason": "The board decided so",
}


def staff_token(*roles, ago_s=0):
    """Of a member with these roles (admin when none is named) who logged in so long ago."""
    now = clock.now()
    at = now - timedelta(seconds=ago_s)
    return issue_access_token(
        Principal(id="stf_1", audience=STAFF, session_id="ses_1", roles=roles or ("admin",), authenticated_at=at), now=now
    )


def plan(api, **changes):
    return api.post("admin/regions", {**ASIA, **changes}, token=staff_token())


def steps(answer):
    return {step["name"]: step["state"] for step in answer["steps"]}


@pytest.fixture
def planned_mena(api, mena):
    """A plan of a region whose database, tables and stores are there: what ``manage.py provision`` has made of it."""
    TenantRecord.objects.filter(slug="mena").delete()
    directory.forget()
    hosts = ["mena.localhost", "api.mena.localhost"]
    values = {"currencies": ["AED"], "default_currency": "AED", "countries": ["AE"], "countries_without_vat": []}
    answer = plan(api, slug="mena", domains=hosts, timezone="Asia/Dubai", languages=["ar", "en"], **values)
    assert answer.status_code == 201, answer.json()
    return answer.json()


def test_a_plan_serves_nobody_and_says_what_the_environment_lacks(api):
    answer = plan(api)

    region = answer.json()
    assert (answer.status_code, region["state"], region["can_open"]) == (201, "planned", False)
    assert directory.find_by_host("api.asia.invalid") is None
    assert {variable["name"]: variable["is_set"] for variable in region["environment"]} == {
        "GM_REGIONS": False,
        "GM_REGION_ASIA_DATABASE_URL": False,
    }
    assert steps(region) == {
        "environment": "open",
        "database": "waiting",
        "tables": "waiting",
        "documents": "waiting",
        "search": "waiting",
        "files": "waiting",
        "hosts": "open",
        "staff_login": "waiting",
    }
    entry = AuditEntry.objects.get(action="region.planned")
    assert (entry.resource, entry.reason, entry.new["currencies"]) == ("asia", ASIA["reason"], ["JPY", "SGD"])


def test_the_list_has_planned_and_open_regions_by_their_codes(api):
    plan(api)

    first = api.get("admin/regions", token=staff_token(), limit=2).json()
    rest = api.get("admin/regions", token=staff_token(), limit=2, cursor=first["next_cursor"]).json()

    rows = [(row["slug"], row["state"], row["is_configured"]) for row in first["items"] + rest["items"]]
    assert rows == [("asia", "planned", False), ("eu", "open", True), ("mena", "open", True)]


def test_the_file_of_a_plan_is_one_that_the_command_reads(api, tmp_path, settings):
    made = plan(api).json()["file"]
    settings.DATABASES["asia"] = settings.DATABASES["eu"]

    (tmp_path / "asia.toml").write_text(made)
    region = read_region_file(tmp_path / "asia.toml")

    del settings.DATABASES["asia"]
    described = msgspec.to_builtins(region)
    assert {name: described[name] for name in ASIA if name != "reason"} == {name: ASIA[name] for name in ASIA if name != "reason"}
    assert tomllib.loads(made)["cosmos_database_name"] == "globalmarket-asia"


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"slug": "asia_1"}, "slug", "invalid"),
        ({"slug": "eu"}, "slug", "taken"),
        ({"domains": []}, "domains", "required"),
        ({"domains": ["http://asia"]}, "domains", "invalid"),
        ({"domains": ["eu.localhost"]}, "domains", "taken"),
        ({"cosmos_database_name": "globalmarket-eu"}, "cosmos_database_name", "taken"),
        ({"postgres_schema": "a-b"}, "postgres_schema", "invalid"),
        ({"currencies": ["JPY", "XAU"]}, "currencies", "unknown_currency"),
        ({"default_currency": "EUR"}, "default_currency", "not_listed"),
        ({"languages": ["en", "xx"]}, "languages", "unknown_language"),
        ({"default_language": "nl"}, "default_language", "not_listed"),
        ({"timezone": "Mars/Base"}, "timezone", "unknown_timezone"),
        ({"countries": ["JP", "SG", "ZY"]}, "countries", "unknown_country"),
        ({"countries_without_vat": ["JP"]}, "countries", "no_vat_rate"),
        ({"countries_without_vat": ["JP", "SG", "NL"]}, "countries_without_vat", "not_listed"),
        ({"features": {"teleport": True}}, "features.teleport", "unknown_feature"),
        ({"database_url": "postgresql://u:secret@h/d"}, "database_url", "unknown_field"),
    ],
)
def test_what_is_wrong_with_a_description_is_named_by_field(api, changes, field, code):
    answer = plan(api, **changes)

    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(field, code)]
    assert not TenantRecord.objects.filter(is_planned=True).exists()
    assert not AuditEntry.objects.filter(action="region.planned").exists()


def test_a_plan_is_changed_until_it_is_open(api):
    etag = plan(api).json()["etag"]
    description = {name: value for name, value in ASIA.items() if name != "slug"}

    changed = api.put("admin/regions/asia", {**description, "name": "Asia"}, token=staff_token(), etag=etag)
    stale = api.put("admin/regions/asia", {**description, "name": "Other"}, token=staff_token(), etag=etag)
    is_open = api.put("admin/regions/eu", {**description, "domains": ["a.example"]}, token=staff_token(), etag="1")

    assert (changed.status_code, changed.json()["name"]) == (200, "Asia")
    assert (stale.status_code, is_open.status_code, is_open.json()["code"]) == (412, 409, "region_already_open")
    assert AuditEntry.objects.get(action="region.plan_changed").old["name"] == "GlobalMarket Asia"


def test_a_plan_is_withdrawn_and_its_hosts_are_free_again(api):
    etag = plan(api).json()["etag"]

    withdrawn = api.post("admin/regions/asia/withdraw", {"reason": "Not now"}, token=staff_token(), etag=etag)

    assert withdrawn.status_code == 204
    assert api.get("admin/regions/asia", token=staff_token()).status_code == 404
    assert api.post("admin/regions/eu/withdraw", {"reason": "x"}, token=staff_token(), etag="1").status_code == 409
    assert plan(api).status_code == 201


def test_a_region_opens_in_maintenance_once_all_is_there(api, planned_mena):
    assert planned_mena["can_open"], planned_mena["steps"]

    opened = api.post("admin/regions/mena/open", {"reason": "All is ready"}, token=staff_token(), etag=planned_mena["etag"])
    again = api.post("admin/regions/mena/open", {"reason": "Twice"}, token=staff_token(), etag=planned_mena["etag"])

    assert (opened.status_code, opened.json()["state"]) == (200, "open")
    assert steps(opened.json())["staff_login"] == "open"
    assert (again.status_code, again.json()["code"]) == (409, "region_already_open")
    assert api.get("store/categories", tenant="mena").status_code == 503
    assert AuditEntry.objects.get(action="region.opened").resource == "mena"
    with tenancy.scope(directory.get("mena")):
        assert AuditEntry.objects.get(action="region.opened").reason == "All is ready"


def test_a_region_whose_environment_is_missing_is_not_opened(api):
    etag = plan(api).json()["etag"]

    answer = api.post("admin/regions/asia/open", {"reason": "Hurry"}, token=staff_token(), etag=etag)

    assert (answer.status_code, answer.json()["code"]) == (409, "region_not_ready")
    assert steps(answer.json())["environment"] == "open"
    assert TenantRecord.objects.get(slug="asia").is_planned


def test_a_database_that_does_not_answer_or_waits_for_migrations_is_named(api, planned_mena, settings, monkeypatch):
    token = staff_token()
    monkeypatch.setitem(settings.DATABASES, "mena", {**settings.DATABASES["mena"], "PASSWORD": "wrong"})
    refused = api.get("admin/regions/mena", token=token).json()
    monkeypatch.undo()
    with tenancy.scope(TenantRecord.objects.get(slug="mena").as_tenant()), tenancy.atomic(), connections["mena"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'ledger'")
    waiting = api.get("admin/regions/mena", token=token).json()

    assert (steps(refused)["database"], steps(refused)["tables"]) == ("open", "waiting")
    assert (steps(waiting)["database"], steps(waiting)["tables"], waiting["can_open"]) == ("done", "open", False)


def test_a_file_for_a_planned_region_opens_it(planned_mena):
    region = RegionFile(**{name: planned_mena[name] for name in RegionFile.__struct_fields__ if name in planned_mena})

    assert enter_in_directory(region)

    assert directory.get("mena").is_active


def test_only_an_administrator_who_has_just_logged_in_plans_a_region(api):
    stale_login = api.post("admin/regions", ASIA, token=staff_token(ago_s=86_400))

    assert api.get("admin/regions", token=staff_token("support", "finance", "catalogue")).status_code == 403
    assert api.post("admin/regions", ASIA, token=staff_token("finance")).status_code == 403
    assert (stale_login.status_code, stale_login.json()["code"]) == (403, "reauthentication_required")
    assert api.get("admin/regions", token=staff_token(), tenant="mena").status_code == 421
    assert api.post("admin/regions", {**ASIA, "reason": ""}, token=staff_token()).status_code == 422
    assert not TenantRecord.objects.filter(slug="asia").exists()


@pytest.mark.parametrize(("content_type", "state"), [("application/json", "done"), ("text/html", "open")])
def test_the_api_host_is_asked_over_the_network(api, settings, content_type, state):
    asked = []

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append((self.headers["Host"], self.path))
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        settings.PORT_BASE = server.server_port
        Thread(target=server.handle_request, daemon=True).start()
        answer = plan(api, domains=["asia.localhost", "api.asia.localhost"])

    assert steps(answer.json())["hosts"] == state
    assert asked == [(f"api.asia.localhost:{settings.PORT_BASE}", "/api/v1/health/live")]


def test_two_plans_at_once_cannot_have_one_host(eu):
    region = RegionFile(
        **{name: value for name, value in ASIA.items() if name != "reason"}, cosmos_database_name="a", postgres_schema="asia"
    )
    plans.plan_region(region, reason="x", actor=Actor("staff", "stf_1", "admin", "127.0.0.1"), now=clock.now())

    other = msgspec.structs.replace(region, slug="other", cosmos_database_name="b")

    with pytest.raises(InvalidInput):
        plans.plan_region(other, reason="x", actor=Actor("staff", "stf_1", "admin", "127.0.0.1"), now=clock.now())
