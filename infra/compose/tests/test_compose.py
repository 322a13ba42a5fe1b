"""What must hold of the composition for one server."""

from __future__ import annotations

import re
import subprocess

import pytest
import yaml

from composition.testing import COMPOSE, filled, model
from manifests.testing import workload, workloads
from toolbox import ROOT
from toolbox.testing import tool_or_skip

STORES = {"postgres", "valkey", "elasticsearch"}
BACKEND = {"api", "realtime", "worker", "bulk-worker", "beat", "relay", "migrate"}


def services() -> dict[str, dict]:
    return model()["services"]


def test_all_that_a_cluster_runs_runs_here_by_the_same_command():
    own = {item.name for item in workloads("production/eu")} - {"kong", "backup"}  # one server backs up by its own cron

    assert own <= services().keys()
    for name in own - {"storefront"}:
        assert services()[name]["command"] == workload("production/eu", name).container["command"], name


def test_a_composition_with_an_unknown_key_is_refused(tmp_path):
    (tmp_path / "compose.yaml").write_text("services: {api: {image: x, restarts: always}}")

    done = subprocess.run([tool_or_skip("compose"), "compose.yaml"], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode != 0
    assert "restarts" in done.stdout + done.stderr


def test_only_the_gateway_can_be_reached_from_outside():
    published = {
        name: {port["published"]: port.get("host_ip") for port in service["ports"]}
        for name, service in services().items()
        if service.get("ports")
    }

    assert published == {"kong": {"80": None, "443": None}, "grafana": {"3000": "127.0.0.1"}}


def test_stores_have_no_way_out():
    assert model()["networks"]["inside"]["internal"] is True
    for name in {"valkey", "postgres", "files", "storefront", "vendor", "admin", "prometheus"}:
        assert set(services()[name]["networks"]) == {"inside"}, name


@pytest.mark.parametrize(
    "name", sorted(BACKEND | {"storefront", "vendor", "admin", "kong", "files", "valkey", "prometheus", "alertmanager", "grafana"})
)
def test_each_process_may_do_little(name):
    service = services()[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert re.fullmatch(r"\d+[mg]", service["mem_limit"])
    assert service["logging"]["options"]["max-size"]


def test_images_are_named_by_a_version():
    for name, service in services().items():
        assert re.search(r":[\w.-]*\d", service["image"]), name
        assert not service["image"].endswith(":latest"), name


def test_the_administrator_of_the_databases_is_the_migrations_alone():
    having = {name for name, service in services().items() if "GM_POSTGRES_ADMIN_URL" in (service.get("environment") or {})}

    assert having == {"migrate"}


def test_programs_start_after_the_migration_and_end_before_the_stores():
    for name in BACKEND - {"migrate"}:
        assert services()[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully", name
    assert services()["migrate"]["depends_on"].keys() >= {"postgres", "valkey"}
    assert services()["kong"]["depends_on"].keys() >= {"api", "realtime", "storefront", "vendor", "admin"}  # so it ends before them


def test_prometheus_reads_every_program_that_shows_metrics():
    config = yaml.safe_load((ROOT / "infra" / "observability" / "prometheus.yaml").read_text())
    targets = {target for job in config["scrape_configs"] for target in job["static_configs"][0]["targets"]}

    assert {f"{name}:9100" for name in BACKEND - {"beat", "migrate"}} | {"kong:8100"} <= targets
    assert {target.split(":")[0] for target in targets} - {"localhost"} <= services().keys()


def test_the_web_server_of_files_shows_public_ones_alone():
    (pattern,) = re.findall(r"location ~ (\S+) \{", (COMPOSE / "files.conf").read_text())

    assert re.search(pattern, "/media/eu/public/products/a-0123.webp")
    for path in ("/media/eu/private/a.pdf", "/media/eu/public", "/media/../etc/passwd", "/media/x/eu/public/a.png"):
        assert not re.search(pattern, path), path


def test_the_example_of_values_names_no_secret():
    lines = [line for line in (COMPOSE / ".env.example").read_text().splitlines() if re.match(r"\w*(SECRET|_KEY|PASSWORD)\w*=", line)]

    assert len(lines) > 5
    assert [line for line in lines if not line.endswith("=")] == []
    assert len(set(filled().values())) > 10


@pytest.mark.parametrize("name", ["otel-collector", "jaeger"])
def test_what_takes_traces_is_wired_from_its_receivers_to_its_exporters(name):
    config = yaml.safe_load((COMPOSE / f"{name}.yaml").read_text())
    (pipeline,) = config["service"]["pipelines"].values()

    for part in ("receivers", "processors", "exporters"):
        assert set(pipeline[part]) == config[part].keys()
    assert set(config["service"].get("extensions", [])) == config.get("extensions", {}).keys()


def test_traces_go_from_the_programs_to_the_collector_to_jaeger_to_grafana():
    """Each by the port that the next one listens on."""
    collector, jaeger = (yaml.safe_load((COMPOSE / f"{name}.yaml").read_text()) for name in ("otel-collector", "jaeger"))
    sources = ROOT / "infra" / "observability" / "grafana" / "provisioning" / "datasources" / "jaeger.yaml"
    grafana = yaml.safe_load(sources.read_text())["datasources"][0]["url"]

    assert "http://otel-collector:4318" in (COMPOSE / ".env.example").read_text()
    assert collector["receivers"]["otlp"]["protocols"]["http"]["endpoint"].endswith(":4318")
    assert collector["exporters"]["otlp"]["endpoint"] == "jaeger:4317"
    assert jaeger["receivers"]["otlp"]["protocols"]["grpc"]["endpoint"].endswith(":4317")
    assert jaeger["extensions"]["jaeger_query"]["http"]["endpoint"].rpartition(":")[2] == grafana.rpartition(":")[2] == "16686"


def test_a_slow_bucket_leads_to_the_trace_that_jaeger_has():
    """The label is the one that the programs give to exemplars (backend/marketplace/foundation/metrics)."""
    folder = ROOT / "infra" / "observability" / "grafana" / "provisioning" / "datasources"
    prometheus, jaeger = (yaml.safe_load((folder / f"{name}.yaml").read_text())["datasources"][0] for name in ("prometheus", "jaeger"))
    service = model()["services"]["prometheus"]

    assert "--enable-feature=exemplar-storage" in service["command"]
    assert prometheus["jsonData"]["exemplarTraceIdDestinations"] == [{"name": "trace_id", "datasourceUid": jaeger["uid"]}]
    assert 'return {"trace_id": trace_id}' in (ROOT / "backend" / "marketplace" / "foundation" / "metrics" / "__init__.py").read_text()
