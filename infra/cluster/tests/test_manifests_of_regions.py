"""What makes a stack one region's: its hosts, stores and gateway, and nothing of another region."""

from __future__ import annotations

from ipaddress import ip_network
from itertools import combinations

import pytest
import yaml

from gateway.kong import kong_config
from manifests.testing import OVERLAYS, named, objects, of_kind, region_of, secrets_of_vault, settings, workload

each_overlay = pytest.mark.parametrize("overlay", OVERLAYS)


@each_overlay
def test_nothing_names_another_region(overlay):
    text = yaml.safe_dump_all(objects(overlay), allow_unicode=True)
    others = {region_of(other) for other in OVERLAYS} - {region_of(overlay)}

    for other in others:
        assert f"GM_REGION_{other.upper()}" not in text
        assert f"globalmarket-{other}" not in text
        assert f"{other}.vault.azure.net" not in text
        assert settings(f"{overlay.partition('/')[0]}/{other}")["GM_ALLOWED_HOSTS"] not in text
    assert settings(overlay)["GM_REGIONS"] == region_of(overlay)


def test_no_two_stacks_share_a_store_a_vault_or_a_host():
    for one, other in combinations(OVERLAYS, 2):
        assert places_of(one).isdisjoint(places_of(other)), (one, other)


def places_of(overlay: str) -> set[str]:
    found = settings(overlay)
    own = {value for name, value in found.items() if name.startswith("GM_REGION_")}
    vault = named(overlay, "SecretStore", "vault")["spec"]["provider"]["azurekv"]["vaultUrl"]
    return {*own, vault, *found["GM_ALLOWED_HOSTS"].split(",")}


def test_the_networks_of_two_regions_do_not_overlap():
    (eu, mena) = [ip_network(stores_of(f"production/{slug}")) for slug in ("eu", "mena")]

    assert not eu.overlaps(mena)
    assert eu.is_private
    assert mena.is_private


def stores_of(overlay: str) -> str:
    return str(named(overlay, "NetworkPolicy", "stores")["spec"]["egress"][0]["to"][0]["ipBlock"]["cidr"])


@each_overlay
def test_the_gateway_has_the_regions_configuration_and_leads_to_services_that_are_there(overlay):
    namespace = f"globalmarket-{region_of(overlay)}"
    config = yaml.safe_load(named(overlay, "ConfigMap", "kong")["data"]["kong.yaml"])
    services = {
        f"{item['metadata']['name']}.{namespace}.svc.cluster.local:{item['spec']['ports'][0]['port']}"
        for item in of_kind(overlay, "Service")
    }

    assert config == kong_config(settings(overlay)["GM_ALLOWED_HOSTS"].split(","), namespace)
    assert {target["target"] for upstream in config["upstreams"] for target in upstream["targets"]} <= services
    assert {item["metadata"].get("namespace", namespace) for item in objects(overlay)} == {namespace}


@each_overlay
def test_the_certificate_is_for_the_regions_hosts(overlay):
    assert named(overlay, "Certificate", "kong")["spec"]["dnsNames"] == settings(overlay)["GM_ALLOWED_HOSTS"].split(",")


@each_overlay
def test_the_gateway_believes_those_who_may_reach_it_and_they_are_the_same(overlay):
    variables = {item["name"]: item.get("value") for item in workload(overlay, "kong").container["env"]}
    ranges = set(variables["KONG_TRUSTED_IPS"].split(","))
    (rule,) = named(overlay, "NetworkPolicy", "kong")["spec"]["ingress"]

    assert ranges == set(named(overlay, "Service", "kong")["spec"]["loadBalancerSourceRanges"])
    assert ranges == {source["ipBlock"]["cidr"] for source in rule["from"]}
    assert variables["KONG_ADMIN_LISTEN"] == "off"
    assert "$uri" not in variables["KONG_NGINX_HTTP_LOG_FORMAT"]
    assert "request_uri" not in variables["KONG_NGINX_HTTP_LOG_FORMAT"]


@each_overlay
def test_every_web_server_is_notified_of_what_has_changed(overlay):
    replicas = named(overlay, "StatefulSet", "storefront")["spec"]["replicas"]

    expected = [f"http://storefront-{number}.storefront:8001/api/revalidate" for number in range(replicas)]
    assert settings(overlay)["GM_WEB_REVALIDATE_URL"].split(",") == expected


@each_overlay
@pytest.mark.parametrize("app", ["vendor", "admin"])
def test_a_back_office_has_the_settings_that_it_reads_and_no_secret_of_a_store(overlay, app):
    item = workload(overlay, app)
    names = {variable["name"] for variable in item.container["env"]} | secrets_of_vault(overlay)["web"]

    assert {"GM_API_INTERNAL", "GM_PUBLIC_SCHEME", "GM_GATEWAY_SECRET", "GM_PICTURE_ORIGINS"} <= names
    assert item.container["envFrom"] == [{"secretRef": {"name": "web"}}]


@each_overlay
def test_the_web_server_has_the_settings_that_it_reads_and_no_secret_of_a_store(overlay):
    item = workload(overlay, "storefront")
    names = {variable["name"] for variable in item.container["env"]} | secrets_of_vault(overlay)["web"]

    assert {
        "GM_API_INTERNAL",
        "GM_PUBLIC_SCHEME",
        "GM_GATEWAY_SECRET",
        "GM_WEB_REVALIDATE_SECRET",
        "GM_PICTURE_ORIGINS",
        "GM_STRIPE_SCRIPT",
    } <= names
    assert item.container["envFrom"] == [{"secretRef": {"name": "web"}}]
