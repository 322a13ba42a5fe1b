"""What Terraform would make, against what the manifests ask for."""

from __future__ import annotations

from ipaddress import ip_network

import pytest

from manifests.rendering import settings_of
from manifests.testing import named, of_kind
from terraform import FOLDER, MODULES, README, local_values, parsed, resources, variables, with_tables
from terraform.arguments import undocumented
from terraform.tools import verify_form
from toolbox.testing import tool_or_skip

ENVIRONMENTS = ["production", "staging"]
STACKS = [(environment, slug) for environment in ENVIRONMENTS for slug in ("eu", "mena")]
each_stack = pytest.mark.parametrize(("environment", "slug"), STACKS)


@pytest.fixture(autouse=True, scope="module")
def _reader():
    tool_or_skip("hcl2json")


def region(environment: str, slug: str) -> dict:
    return local_values(f"environments/{environment}")["regions"][slug]


def test_each_file_is_in_the_form_of_terraform_fmt():
    tool_or_skip("hclfmt")

    verify_form()


@pytest.mark.parametrize("part", MODULES)
def test_each_argument_is_one_that_the_providers_documentation_names(part):
    assert undocumented(part) == []


def test_the_tables_of_variables_are_what_the_files_say():
    """``PYTHONPATH=infra/cluster .venv/bin/python -m terraform`` writes them anew."""
    assert README.read_text() == with_tables(README.read_text())


def test_both_environments_ask_for_the_same_variables():
    assert variables("environments/staging") == variables("environments/production")


@each_stack
def test_names_are_those_that_the_manifests_lead_to(environment, slug):
    overlay, found = f"{environment}/{slug}", region(environment, slug)
    given, name = settings_of(overlay), f"{local_values(f'environments/{environment}')['prefix']}-{environment}-{slug}"
    vault = named(overlay, "SecretStore", "vault")["spec"]["provider"]["azurekv"]["vaultUrl"]

    assert resources("modules/region")["azurerm_cosmosdb_account"]["region"]["name"] == "${local.name}"
    assert local_values("modules/region")["name"] == "${var.prefix}-${var.environment}-${var.slug}"
    assert given[f"GM_REGION_{slug.upper()}_COSMOS_ENDPOINT"] == f"https://{name}.documents.azure.com:443/"
    assert given[f"GM_REGION_{slug.upper()}_BLOBS_ACCOUNT_URL"] == f"https://{found['storage_account']}.blob.core.windows.net"
    assert (
        named(overlay, "ConfigMap", "backup")["data"]["BACKUP_CONTAINER"]
        == f"https://{found['storage_account']}backup.blob.core.windows.net/backups"
    )
    assert given["GM_ALLOWED_HOSTS"].split(",") == found["hosts"]
    assert vault == f"https://{name}.vault.azure.net"


@each_stack
def test_programs_may_reach_the_subnet_of_the_stores_on_the_stores_ports(environment, slug):
    (rule,) = named(f"{environment}/{slug}", "NetworkPolicy", "stores")["spec"]["egress"]
    blocks = list(ip_network(region(environment, slug)["network"]).subnets(8))
    (nodes, *_) = resources("modules/region")["azurerm_network_security_group"]["endpoints"]["security_rule"]

    assert rule["to"] == [{"ipBlock": {"cidr": str(blocks[8])}}]
    assert resources("modules/region")["azurerm_subnet"]["endpoints"]["address_prefixes"] == ["${cidrsubnet(var.network, 8, 8)}"]
    assert {str(port["port"]) for port in rule["ports"]} == set(nodes["destination_port_ranges"])


def test_networks_of_regions_do_not_overlap():
    for environment in ENVIRONMENTS:
        eu, mena = (ip_network(region(environment, slug)["network"]) for slug in ("eu", "mena"))
        assert not eu.overlaps(mena)


@each_stack
def test_every_secret_that_the_manifests_ask_for_is_made_or_put_in_by_hand(environment, slug):
    asked = {entry["remoteRef"]["key"] for item in of_kind(f"{environment}/{slug}", "ExternalSecret") for entry in item["spec"]["data"]}
    locals_, outputs = local_values("modules/region"), parsed(FOLDER / "modules" / "region" / "outputs.tf")["output"]
    search = resources("modules/region")["azurerm_key_vault_secret"]["search"]["name"]
    made = {*locals_["written"], *locals_["made_by_azure"], *([search] if region(environment, slug)["elastic_region"] else [])}
    by_hand = set(outputs["put_in_by_hand"][0]["value"])

    assert asked - made - by_hand == set()
    assert made - asked == set()
    assert made.isdisjoint(by_hand)


def test_each_service_account_with_an_identity_gets_one():
    annotated = {
        item["metadata"]["name"]
        for item in of_kind("production/eu", "ServiceAccount")
        if "azure.workload.identity/client-id" in item["metadata"].get("annotations", {})
    }

    assert local_values("modules/region")["accounts"] == f"${{toset({sorted(annotated)})}}".replace("'", '"')


def test_secrets_that_are_made_up_are_in_no_state():
    written = resources("modules/region")["azurerm_key_vault_secret"]["written"]

    assert "value" not in written
    assert {"value_wo", "value_wo_version"} <= written.keys()
    assert "random_password" not in resources("modules/region")


def test_the_server_and_the_programs_get_the_administrators_password_from_the_vault():
    """It is made up anew in each run: two that come from two runs would differ."""
    kept = resources("modules/region")["azurerm_key_vault_secret"]["administrator"]
    server = resources("modules/region")["azurerm_postgresql_flexible_server"]["region"]
    read = "ephemeral.azurerm_key_vault_secret.administrator.value"

    assert kept["value_wo"] == "${ephemeral.random_password.administrator.result}"
    assert server["administrator_password_wo"] == f"${{{read}}}"
    assert f"${{{read}}}" in local_values("modules/region")["written"]["postgres-admin-url"]
    assert kept["value_wo_version"] == server["administrator_password_wo_version"] == "${var.secrets_version}"


def test_the_clusters_nodes_may_speak_to_its_api():
    """They come by the address of the NAT gateway, as all that leaves."""
    cluster = resources("modules/region")["azurerm_kubernetes_cluster"]["region"]
    allowed = cluster["api_server_access_profile"][0]["authorized_ip_ranges"]

    assert "${azurerm_public_ip.outbound.ip_address}/32" in allowed
    assert "var.operator_addresses" in allowed
    assert "${azurerm_nat_gateway_public_ip_association.region}" in cluster["depends_on"]


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("azurerm_postgresql_flexible_server", "region"),
        ("azurerm_cosmosdb_sql_container", "documents"),
        ("azurerm_storage_account", "region"),
        ("azurerm_storage_account", "backups"),
        ("azurerm_key_vault", "region"),
        ("azurerm_managed_redis", "queue"),
    ],
)
def test_what_holds_data_cannot_be_destroyed_by_a_plan(kind, name):
    assert resources("modules/region")[kind][name]["lifecycle"][0]["prevent_destroy"] is True


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_names_deeper_than_a_zones_certificate_have_one_of_their_own(environment):
    """Cloudflare's own covers a zone and one level of names; an operator who manages a whole zone has that one."""
    (platform,) = parsed(FOLDER / "environments" / environment / "main.tf")["module"]["platform"]
    deepest = max(host.count(".") for slug in ("eu", "mena") for host in region(environment, slug)["hosts"])
    pack = resources("modules/platform")["cloudflare_certificate_pack"]["site"]

    assert platform["manages_zones"] is (deepest <= 2)
    assert pack["for_each"] == "${var.manages_zones ? {} : var.sites}"
    assert "each.value.hosts" in pack["hosts"]


def test_who_makes_backups_changes_no_store_and_nobody_changes_a_backup():
    found = resources("modules/region")
    backup = '${azurerm_user_assigned_identity.account["backup"].principal_id}'
    rights = {
        name: item["role_definition_name"] for name, item in found["azurerm_role_assignment"].items() if item["principal_id"] == backup
    }
    documents = found["azurerm_cosmosdb_sql_role_assignment"]

    assert rights == {"backups": "Storage Blob Data Contributor", "files_are_saved": "Storage Blob Data Reader"}
    assert found["azurerm_role_assignment"]["files"]["for_each"] == '${toset(["backend", "migrate"])}'
    assert documents["documents_are_saved"]["role_definition_id"].endswith("sqlRoleDefinitions/00000000-0000-0000-0000-000000000001")
    assert documents["documents"]["for_each"] == '${toset(["backend", "migrate"])}'
    assert found["azurerm_storage_container_immutability_policy"]["backups"]["immutability_period_in_days"] == "${var.backup_locked_days}"
    kept, locked = (variables("modules/region")[f"backup_{name}_days"]["default"] for name in ("kept", "locked"))
    assert kept > locked > 0


def test_no_store_but_files_has_a_public_address():
    found = resources("modules/region")

    assert found["azurerm_cosmosdb_account"]["region"]["public_network_access_enabled"] is False
    assert found["azurerm_postgresql_flexible_server"]["region"]["public_network_access_enabled"] is False
    assert {item["public_network_access"] for item in found["azurerm_managed_redis"].values()} == {"Disabled"}
    assert found["azurerm_storage_account"]["backups"]["public_network_access_enabled"] is False
    assert found["azurerm_key_vault"]["region"]["network_acls"][0]["default_action"] == "Deny"


def test_the_log_of_postgresql_holds_what_the_guide_says():
    """``secure-the-stores.md`` and the composition have the same list."""
    settings = local_values("modules/region")["database_settings"]
    guide = (FOLDER.parents[1] / "docs" / "guides" / "secure-the-stores.md").read_text()

    for name, value in settings.items():
        assert name == "azure.extensions" or f"| `{name}` | `{value}` |" in guide
