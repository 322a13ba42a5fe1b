"""What must hold of every object that is rendered for a cluster."""

from __future__ import annotations

import re

import kubernetes_validate
import pytest
from jsonschema import Draft202012Validator

from dashboards.rules import all_groups
from launcher.environment import prepare_environment
from launcher.paths import Paths
from launcher.programs import app_programs
from manifests.canary import canary_of
from manifests.testing import (
    OVERLAYS,
    WORKLOADS,
    ingress_ports,
    named,
    objects,
    of_kind,
    region_of,
    secrets_of_vault,
    secrets_used,
    selects,
    settings,
    workload,
    workloads,
)
from manifests.tools import schemas_of
from toolbox import PINNED, ROOT

each_overlay = pytest.mark.parametrize("overlay", OVERLAYS)
KUBERNETES = PINNED["kubernetes"]["version"]
# make verify-infra
OF_OTHERS = {
    "ExternalSecret",
    "SecretStore",
    "ScaledObject",
    "TriggerAuthentication",
    "Certificate",
    "PodMonitor",
    "PrometheusRule",
}
FREE = "x-kubernetes-preserve-unknown-fields"
LISTENS_NOWHERE = {"beat", "migrate", "backup"}
PRIVATE = {"10.0.0.0/8", "100.64.0.0/10", "168.63.129.16/32", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"}
BACKEND = {"api", "realtime", "worker", "bulk-worker", "beat", "relay", "migrate", "backup"}


def test_both_regions_have_a_staging_and_a_production():
    assert OVERLAYS == ["production/eu", "production/mena", "staging/eu", "staging/mena"]


def test_each_object_is_what_kubernetes_takes_and_nothing_more():
    """Of one overlay, since the schemas are slow to load; `make verify-infra` looks at all, and at the kinds of others."""
    own = [item for item in objects("production/eu") if item["kind"] not in OF_OTHERS]

    for item in own:
        kubernetes_validate.validate(item, KUBERNETES, strict=True)
    assert len(own) > 30


def test_the_schema_of_another_kind_refuses_what_it_does_not_name():
    properties = {"spec": {"type": "object", "properties": {"size": {"type": "integer"}, "any": {"type": "object", FREE: True}}}}
    version = {
        "name": "v1",
        "schema": {"openAPIV3Schema": {"type": "object", "properties": {**properties, "metadata": {"type": "object"}}}},
    }
    definition = {"spec": {"group": "things.example", "names": {"kind": "Thing"}, "versions": [version]}}

    ((file, schema),) = schemas_of(definition)

    assert file == "things.example-thing-v1.json"
    check = Draft202012Validator(schema).is_valid
    assert check({"metadata": {"name": "a"}, "spec": {"size": 1, "any": {"x": 1}}})
    assert not check({"spec": {"size": 1, "sise": 1}})
    assert not check({"specs": {}})


def test_a_field_that_kubernetes_does_not_know_is_found():
    (api,) = [dict(item) for item in of_kind("production/eu", "Deployment") if item["metadata"]["name"] == "api"]

    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate({**api, "spec": {**api["spec"], "replica": 3}}, KUBERNETES, strict=True)


@each_overlay
def test_each_container_may_do_little(overlay):
    for item in workloads(overlay):
        rights = item.container["securityContext"]
        assert item.pod["securityContext"]["runAsNonRoot"] is True, item.name
        assert item.pod["securityContext"]["runAsUser"] >= 10_000, item.name
        assert item.pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, item.name
        assert item.pod["automountServiceAccountToken"] is False, item.name
        assert rights["readOnlyRootFilesystem"] is True, item.name
        assert rights["allowPrivilegeEscalation"] is False, item.name
        assert rights["capabilities"] == {"drop": ["ALL"]}, item.name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & item.pod.keys(), item.name
        assert not any("hostPath" in volume for volume in item.pod.get("volumes", [])), item.name


@each_overlay
def test_each_container_has_limits_a_version_and_an_account(overlay):
    accounts = {item["metadata"]["name"] for item in of_kind(overlay, "ServiceAccount")}
    priorities = {item["metadata"]["name"] for item in of_kind(overlay, "PriorityClass")}

    for item in workloads(overlay):
        resources = item.container["resources"]
        assert resources["requests"].keys() == resources["limits"].keys() == {"cpu", "memory"}, item.name
        assert not item.container["image"].endswith(":latest"), item.name
        assert ":" in item.container["image"], item.name
        assert item.pod["serviceAccountName"] in accounts, item.name
        assert item.pod["priorityClassName"] in priorities, item.name


@each_overlay
def test_each_process_that_listens_is_watched_and_may_end_what_it_does(overlay):
    for item in workloads(overlay):
        if item.name in LISTENS_NOWHERE:
            continue
        assert {"startupProbe", "livenessProbe"} <= item.container.keys(), item.name
        if "http" in item.ports or "https" in item.ports:
            assert "readinessProbe" in item.container, item.name
            assert "preStop" in item.container["lifecycle"], item.name
        assert item.pod["terminationGracePeriodSeconds"] >= 30, item.name


@each_overlay
def test_every_program_that_make_up_starts_runs_here(overlay, tmp_path):
    """But for the payment providers' stand-ins."""
    paths = Paths(root=tmp_path)
    paths.make()
    programs = {program.name: list(program.command) for program in app_programs(paths, prepare_environment(paths, {"PORT_BASE": "25900"}))}

    assert programs.keys() - {"sandbox"} == {item.name for item in workloads(overlay)} - {"kong", "migrate", "backup"}
    for name in ("worker", "bulk-worker"):
        (queues,) = [word for word in programs[name] if word.startswith("--queues")]
        assert queues in workload(overlay, name).container["command"]


@each_overlay
def test_every_port_is_in_a_policy_and_nothing_is_open_without_one(overlay):
    for item in workloads(overlay):
        assert set(item.ports.values()) == ingress_ports(overlay, item), item.name

    (default,) = [policy for policy in of_kind(overlay, "NetworkPolicy") if policy["metadata"]["name"] == "nothing-by-default"]
    assert default["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


@each_overlay
def test_only_the_backend_reaches_the_stores(overlay):
    (stores,) = [policy for policy in of_kind(overlay, "NetworkPolicy") if policy["metadata"]["name"] == "stores"]

    reaching = {item.name for item in workloads(overlay) if selects(stores, item.labels)}

    assert reaching == BACKEND


@each_overlay
def test_the_web_apps_reach_files_by_https_and_no_other_store(overlay):
    policies = {policy["metadata"]["name"]: policy for policy in of_kind(overlay, "NetworkPolicy")}
    files, stores = policies["files"], policies["stores"]
    (rule,) = files["spec"]["egress"]

    assert {item.name for item in workloads(overlay) if selects(files, item.labels)} == {"storefront", "vendor", "admin"}
    assert rule["to"] == stores["spec"]["egress"][0]["to"]
    assert rule["ports"] == [{"protocol": "TCP", "port": 443}]


@each_overlay
def test_no_traces_go_unless_asked_for_and_then_where_a_policy_lets_the_backend_send_them(overlay):
    """The guide says how a collector gets the name and the label that the policy knows."""
    policies = {policy["metadata"]["name"]: policy for policy in of_kind(overlay, "NetworkPolicy")}
    (rule,) = policies["traces"]["spec"]["egress"]
    guide = (ROOT / "docs" / "guides" / "deploy-to-azure.md").read_text()
    name = rule["to"][0]["podSelector"]["matchLabels"]["app.kubernetes.io/name"]

    assert settings(overlay)["GM_TRACES_URL"] == ""
    assert f"`GM_TRACES_URL=http://{name}.monitoring:{rule['ports'][0]['port']}`" in guide
    assert f"--set nameOverride={name} --set fullnameOverride={name}" in guide
    assert {item.name for item in workloads(overlay) if selects(policies["traces"], item.labels)} == BACKEND


@each_overlay
def test_what_programs_need_can_be_rolled_out_before_them(overlay):
    """By ``--selector '!app'`` (k8s/README.md): the migration needs them, and no program may start before it."""
    programs = {item["kind"] for item in objects(overlay) if "app" in item["metadata"].get("labels", {})}
    rest = {item["kind"] for item in objects(overlay) if "app" not in item["metadata"].get("labels", {})}

    assert programs == {*WORKLOADS, "Service"}
    assert programs.isdisjoint(rest)


@each_overlay
def test_a_canary_serves_among_the_others_and_belongs_to_no_other_deployment(overlay):
    canary, api = canary_of(objects(overlay), "1.3.0"), workload(overlay, "api")
    labels, pod = canary["spec"]["template"]["metadata"]["labels"], canary["spec"]["template"]["spec"]
    opening = {policy["metadata"]["name"] for policy in of_kind(overlay, "NetworkPolicy") if selects(policy, api.labels)}

    assert pod["containers"][0]["image"].endswith("/backend:1.3.0")
    assert {**pod["containers"][0], "image": ""} == {**api.container, "image": ""}
    assert named(overlay, "Service", "api")["spec"]["selector"].items() <= labels.items()
    assert {policy["metadata"]["name"] for policy in of_kind(overlay, "NetworkPolicy") if selects(policy, labels)} == opening
    assert canary["spec"]["selector"]["matchLabels"].items() <= labels.items()
    assert not canary["spec"]["selector"]["matchLabels"].items() <= api.labels.items()
    assert not api.object["spec"]["selector"]["matchLabels"].items() <= labels.items()
    kubernetes_validate.validate(canary, KUBERNETES, strict=True)


@each_overlay
def test_prometheus_gets_the_rules_that_were_tested(overlay):
    assert named(overlay, "PrometheusRule", "globalmarket")["spec"]["groups"] == all_groups()


@each_overlay
def test_no_policy_opens_private_addresses_but_those_of_the_stores(overlay):
    for policy in of_kind(overlay, "NetworkPolicy"):
        for rule in policy["spec"].get("egress", []):
            for target in rule["to"]:
                if target.get("ipBlock", {}).get("cidr") == "0.0.0.0/0":
                    assert set(target["ipBlock"]["except"]) >= PRIVATE


@each_overlay
def test_the_workers_that_deliver_webhooks_reach_public_addresses_by_https_alone(overlay):
    """An address is one that a vendor named; mail is the other port that is open to them."""
    labels = workload(overlay, "bulk-worker").labels
    rules = [rule for policy in of_kind(overlay, "NetworkPolicy") if selects(policy, labels) for rule in policy["spec"].get("egress", [])]
    everywhere = [rule for rule in rules if any(target.get("ipBlock", {}).get("cidr") == "0.0.0.0/0" for target in rule["to"])]

    (rule,) = everywhere
    assert rule["to"] == [{"ipBlock": {"cidr": "0.0.0.0/0", "except": sorted(PRIVATE)}}]
    assert sorted(port["port"] for port in rule["ports"]) == [443, 587]


@each_overlay
def test_every_secret_comes_from_the_vault(overlay):
    made = secrets_of_vault(overlay)
    certificates = {item["spec"]["secretName"] for item in of_kind(overlay, "Certificate")}

    for item in workloads(overlay):
        for name, key in secrets_used(item):
            assert name in made or name in certificates, (item.name, name)
            assert key is None or key in made[name], (item.name, name, key)
    assert of_kind(overlay, "Secret") == []
    assert {item["spec"]["secretStoreRef"]["name"] for item in of_kind(overlay, "ExternalSecret")} == {"vault"}


@each_overlay
def test_a_backup_is_made_each_night_by_an_account_of_its_own_with_the_regions_settings(overlay):
    item, other = workload(overlay, "backup"), workload(overlay, "relay")
    command = item.container["command"]
    given = named(overlay, "ConfigMap", "backup")["data"]

    assert item.object["spec"]["schedule"].split()[2:] == ["*", "*", "*"]
    assert item.object["spec"]["concurrencyPolicy"] == "Forbid"
    assert item.pod["serviceAccountName"] == "backup"
    assert item.labels["azure.workload.identity/use"] == "true"
    assert command[:3] == ["python", "manage.py", "backup"]
    assert set(re.findall(r"\$\((\w+)\)", " ".join(command))) - settings(overlay).keys() == given.keys()
    assert item.container["securityContext"] == other.container["securityContext"]
    assert item.pod["securityContext"] == other.pod["securityContext"]
    assert [source for source in other.container["envFrom"] if source not in item.container["envFrom"]] == []


@each_overlay
def test_the_administrator_of_the_databases_is_the_migrations_alone(overlay):
    having = {item.name for item in workloads(overlay) for name, _ in secrets_used(item) if name == "migrate"}

    assert having == {"migrate"}
    assert [name for name, keys in secrets_of_vault(overlay).items() if "GM_POSTGRES_ADMIN_URL" in keys] == ["migrate"]


@each_overlay
def test_what_scales_and_what_protects_names_what_is_there(overlay):
    there = {(item["kind"], item["metadata"]["name"]) for item in of_kind(overlay, *WORKLOADS)}
    labels = [item.labels for item in workloads(overlay)]

    for item in of_kind(overlay, "HorizontalPodAutoscaler"):
        target = item["spec"]["scaleTargetRef"]
        assert (target["kind"], target["name"]) in there
        assert item["spec"]["minReplicas"] >= 2
    for item in of_kind(overlay, "ScaledObject"):
        assert ("Deployment", item["spec"]["scaleTargetRef"]["name"]) in there
    for item in of_kind(overlay, "PodDisruptionBudget", "Service"):
        selector = item["spec"]["selector"]
        assert any(selector.get("matchLabels", selector).items() <= found.items() for found in labels), item["metadata"]["name"]


@each_overlay
def test_a_budget_lets_a_node_be_emptied(overlay):
    least = {item["metadata"]["name"]: item["spec"]["minReplicas"] for item in of_kind(overlay, "HorizontalPodAutoscaler")}
    fixed = [item for item in of_kind(overlay, "StatefulSet", "Deployment") if "replicas" in item["spec"]]
    least |= {item["metadata"]["name"]: item["spec"]["replicas"] for item in fixed}

    for item in of_kind(overlay, "PodDisruptionBudget"):
        if "minAvailable" in item["spec"]:
            assert item["spec"]["minAvailable"] < least[item["metadata"]["name"]], item["metadata"]["name"]


@each_overlay
def test_queues_are_measured_where_celery_keeps_them(overlay):
    for name, queue in (("worker", "prompt"), ("bulk-worker", "bulk")):
        (trigger,) = named(overlay, "ScaledObject", name)["spec"]["triggers"]
        assert trigger["metadata"]["listName"] == f"gm-celery:{queue}"


@each_overlay
def test_relays_are_counted_by_how_late_events_of_their_region_are(overlay):
    spec = named(overlay, "ScaledObject", "relay")["spec"]
    limits = {"prompt": 300, "bulk": 3_600}  # where EventsAreLate fires

    for trigger, (queue, late_s) in zip(spec["triggers"], limits.items(), strict=True):
        assert trigger["metadata"]["query"] == f'max(globalmarket_outbox_oldest_seconds{{tenant="{region_of(overlay)}",queue="{queue}"}})'
        assert int(trigger["metadata"]["threshold"]) * spec["minReplicaCount"] < late_s
    assert spec["fallback"]["replicas"] <= spec["maxReplicaCount"]
