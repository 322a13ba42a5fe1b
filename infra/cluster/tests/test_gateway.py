"""The gateway's configuration: what Kong takes, and what it lets through."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from gateway import endpoints, kong
from gateway.endpoints import REFERENCE, documented_limits, public_endpoints

from .kong_router import all_routes, matches, plugin_of, service_of

CLUSTER = Path(__file__).resolve().parents[1]
REPOSITORY = CLUSTER.parents[1]
WEB, API, VENDOR, ADMIN = "globalmarket.eu", "api.globalmarket.eu", "vendor.globalmarket.eu", "admin.globalmarket.eu"
CONFIG = kong.kong_config([WEB, "www.globalmarket.eu", API, VENDOR, ADMIN], "globalmarket-eu")
PATHS = sorted(json.loads((REFERENCE / "openapi.json").read_text())["paths"])
SCHEMA = json.loads((CLUSTER / "gateway" / "schema.json").read_text())


def asked(path: str) -> str:
    """An address of that form, as a client asks for it."""
    return re.sub(r"\{[^}]+\}", "x-1_é", path)


def is_private(path: str) -> bool:
    return path.startswith(endpoints.PRIVATE)


@pytest.mark.parametrize("is_in_maintenance", [False, True])
def test_kong_takes_every_field_of_it(is_in_maintenance):
    config = kong.kong_config([WEB, API], "globalmarket-eu", is_in_maintenance=is_in_maintenance)

    Draft202012Validator.check_schema(SCHEMA)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(config)] == []


def test_a_field_that_kong_does_not_know_is_found():
    config = kong.kong_config([WEB, API], "globalmarket-eu")
    config["services"][0]["routes"][0]["plugins"][0]["config"]["minutes"] = 5

    assert not Draft202012Validator(SCHEMA).is_valid(config)


def test_names_are_used_once():
    names = [item["name"] for item in (*all_routes(CONFIG), *CONFIG["services"])]

    assert len(names) == len(set(names))


def test_every_public_address_of_the_api_has_one_route_and_leads_to_the_api():
    public = [path for path in PATHS if not is_private(path)]

    wrong = {path: routes for path in public if len(routes := matches(CONFIG, API, asked(path))) != 1}

    assert len(public) > 100
    assert wrong == {}
    assert {service_of(CONFIG, matches(CONFIG, API, asked(path))[0]) for path in public} == {"api"}


@pytest.mark.parametrize(
    "path",
    [
        *(path for path in PATHS if is_private(path)),
        "/metrics",
        "/",
        "/api/v1/",
        "/api/v1/store/productsx",
        "/api/v1/store/region/more",
        "/api/v1/admin",
        "/ws/v1/health/ready",
        "/api/v2/store/region",
        "/private/abc",
    ],
)
def test_nothing_else_reaches_the_api(path):
    (route,) = matches(CONFIG, API, asked(path))
    answer = plugin_of(route, "request-termination")

    assert service_of(CONFIG, route) is None
    assert answer is not None
    assert json.loads(answer["body"])["code"] == "not_found"


@pytest.mark.parametrize("path", ["/ws/v1/", "/ws/v1/events"])
def test_live_updates_lead_to_their_own_process_unbuffered(path):
    (route,) = matches(CONFIG, API, path)
    (realtime,) = [service for service in CONFIG["services"] if service["name"] == "realtime"]

    assert route in realtime["routes"]
    assert route["response_buffering"] is False
    assert realtime["read_timeout"] > 15 * 60 * 1_000


@pytest.mark.parametrize("host", [WEB, "www.globalmarket.eu"])
def test_the_shops_hosts_lead_to_the_storefront_but_for_what_only_the_relay_calls(host):
    found = {path: service_of(CONFIG, *matches(CONFIG, host, path)) for path in ("/", "/nl-NL/products/x", "/api/v1/me", "/api/revalidate")}

    assert found == {"/": "storefront", "/nl-NL/products/x": "storefront", "/api/v1/me": "storefront", "/api/revalidate": None}


def test_as_many_photos_of_a_return_come_through_as_the_shop_takes():
    limits = (REPOSITORY / "frontend" / "apps" / "storefront" / "src" / "features" / "returns" / "photo-limits.ts").read_text()
    (megabytes,) = re.findall(r"MOST_PHOTO_BYTES = (\d+) \* 1024 \* 1024", limits)
    (route,) = matches(CONFIG, WEB, "/en-NL/orders/ord_1/return")

    assert plugin_of(route, "request-size-limiting")["allowed_payload_size"] > int(megabytes) * 1024 * 1024


def test_the_operators_host_waits_longer_than_its_panel_does_and_asks_once():
    transport = (REPOSITORY / "frontend" / "packages" / "web" / "src" / "server" / "transport.ts").read_text()
    (patience_ms,) = re.findall(r"PATIENCE_MS = ([\d_]+)", transport)
    (admin,) = [service for service in CONFIG["services"] if service["name"] == "admin"]

    assert admin["read_timeout"] > int(patience_ms.replace("_", ""))
    assert admin["retries"] == 0


def test_the_vendors_host_leads_to_their_dashboard_with_room_for_a_file_of_products():
    (route,) = matches(CONFIG, VENDOR, "/en-NL/imports")

    assert service_of(CONFIG, route) == "vendor"
    assert plugin_of(route, "request-size-limiting")["allowed_payload_size"] > documented_limits()["imports.file"]


def test_the_staffs_host_leads_to_the_operators_panel_with_room_for_a_providers_report():
    (route,) = matches(CONFIG, ADMIN, "/en-NL/vendors")

    assert service_of(CONFIG, route) == "admin"
    assert plugin_of(route, "request-size-limiting")["allowed_payload_size"] > documented_limits()["serving.body"]


def test_a_persons_requests_reach_one_process_of_a_web_app():
    balancing = {upstream["name"]: (upstream["algorithm"], upstream.get("hash_on")) for upstream in CONFIG["upstreams"]}

    for app in ("storefront", "vendor", "admin"):
        assert balancing[f"{app}.upstream"] == ("consistent-hashing", "ip"), app
    assert balancing["api.upstream"] == ("least-connections", None)


def test_a_region_without_hosts_for_them_has_no_dashboard_and_no_panel():
    config = kong.kong_config([WEB, API], "globalmarket-eu")

    assert {"vendor", "admin"}.isdisjoint(service["name"] for service in config["services"])


def test_an_unknown_host_leads_nowhere():
    assert matches(CONFIG, "api.globalmarket.me", "/api/v1/store/region") == []


def test_every_way_in_has_a_rate_and_a_size_and_keeps_the_host():
    leading = [route for route in all_routes(CONFIG) if service_of(CONFIG, route)]

    assert all(plugin_of(route, "rate-limiting") and plugin_of(route, "request-size-limiting") for route in leading)
    assert all(route["preserve_host"] and not route["strip_path"] and route["protocols"] == ["https"] for route in leading)


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/api/v1/store/checkouts", "rest.body"),
        ("/api/v1/vendor/imports", "imports.file"),
        ("/api/v1/vendor/documents", "vendors.document"),
        ("/api/v1/vendor/products/prod_1/images", "catalog.picture_file"),
        ("/api/v1/store/orders/ord_1/return-photos", "returns.photo"),
    ],
)
def test_a_body_may_be_as_large_as_the_endpoint_takes_and_not_much_more(path, limit):
    size = plugin_of(*matches(CONFIG, API, path), "request-size-limiting")["allowed_payload_size"]

    assert documented_limits()[limit] <= size <= documented_limits()[limit] + endpoints.FORM_BYTES


def test_searches_have_a_rate_below_that_of_other_reads():
    rates = {
        path: plugin_of(*matches(CONFIG, API, f"/api/v1/store/{path}"), "rate-limiting")["minute"] for path in ("products", "categories")
    }

    assert rates["products"] < rates["categories"]


@pytest.mark.parametrize("path", ["products", "suggestions"])
def test_words_that_nobody_asked_before_are_bounded_by_the_second_and_by_the_hour(path):
    """Kong refuses a configuration in which a longer time has less."""
    rate = plugin_of(*matches(CONFIG, API, f"/api/v1/store/{path}"), "rate-limiting")

    assert rate["second"] < rate["minute"] < rate["hour"] < 60 * rate["minute"]
    assert rate["second"] * 60 > rate["minute"]


def test_crawlers_are_refused_by_the_shops_api_and_by_nothing_that_is_for_programs():
    refusing = {route["name"] for route in all_routes(CONFIG) if plugin_of(route, "bot-detection") is not None}

    assert {name.split("-")[1] for name in refusing} == {"store", "search"}
    for path in ("/api/v1/store/feeds/google.xml", "/api/v1/store/sitemap/products", "/api/v1/webhooks/stripe", "/api/v1/vendor/orders"):
        (route,) = matches(CONFIG, API, path)
        assert route["name"] not in refusing, path


def test_pages_of_the_regions_hosts_and_no_others_may_call_the_api():
    own = [f"https://{host}" for host in (WEB, "www.globalmarket.eu", API, VENDOR, ADMIN)]
    allowed = {service["name"]: [item["config"] for item in service.get("plugins", [])] for service in CONFIG["services"]}

    assert [config["origins"] for config in allowed["api"]] == [own]
    assert allowed["realtime"] == allowed["api"]
    assert allowed["api"][0]["credentials"] is False
    assert allowed["storefront"] == allowed["vendor"] == allowed["admin"] == []


def test_a_new_kind_of_upload_gets_the_servers_limit_until_it_is_given_its_own():
    upload = {"post": {"requestBody": {"content": {"multipart/form-data": {}}}}}

    (found,) = public_endpoints({"paths": {"/api/v1/vendor/films": upload}})

    assert found.limit == "serving.body"


def test_in_maintenance_nothing_reaches_a_process():
    config = kong.kong_config([WEB, API], "globalmarket-eu", is_in_maintenance=True)

    for host in (WEB, API):
        (route,) = matches(config, host, "/api/v1/store/region")
        answer, headers = plugin_of(route, "request-termination"), plugin_of(route, "response-transformer")
        assert answer is not None
        assert headers is not None
        assert answer["status_code"] == 503
        assert "Retry-After:120" in headers["add"]["headers"]
    assert config["services"] == []


def test_it_is_written_as_a_file_for_kong():
    command = [sys.executable, "-m", "gateway", f"--hosts={WEB}, {API}", "--namespace=globalmarket-eu"]
    done = subprocess.run(command, cwd=CLUSTER, capture_output=True, text=True, check=True, timeout=60)

    assert yaml.safe_load(done.stdout) == kong.kong_config([WEB, API], "globalmarket-eu")


@pytest.mark.parametrize("hosts", ["", "globalmarket.eu", "api.globalmarket.eu"])
def test_hosts_that_are_no_region_are_refused(hosts):
    command = [sys.executable, "-m", "gateway", f"--hosts={hosts}", "--namespace=x"]
    done = subprocess.run(command, cwd=CLUSTER, capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 2
    assert "needs a host for its shop" in done.stderr


class TestFilesInAFolder:
    CONFIG = kong.kong_config([WEB, API], "", has_files=True)

    def test_kong_takes_every_field_of_it(self):
        assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(self.CONFIG)] == []

    @pytest.mark.parametrize(("path", "service"), [("/media/eu/public/a.webp", "files"), ("/private/ticket", "api"), ("/media", None)])
    def test_public_files_come_from_the_web_server_and_private_ones_through_the_api(self, path, service):
        (route,) = matches(self.CONFIG, API, path)

        assert service_of(self.CONFIG, route) == service

    @pytest.mark.parametrize("path", ["/media/eu/public/a.webp", "/private/ticket"])
    def test_files_in_an_account_have_no_route(self, path):
        (route,) = matches(CONFIG, API, path)

        assert route["name"] == "api-nothing-else"
