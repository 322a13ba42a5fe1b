"""The programs of a cluster get every setting that the code reads, and start with them (``k8s/``)."""

from __future__ import annotations

import base64
import hashlib
import json

import pytest

from config import gateways
from config.env import Env, RegionEnv
from config.tests.environments import run_python
from manifests.testing import OVERLAYS, named, of_kind, region_of, secrets_of_vault, settings, workload, workloads
from marketplace.foundation.events import subscribers

SHOW = """
import json
from config import settings as s
print(json.dumps([s.IS_PRODUCTION, sorted(s.DATABASES), s.ALLOWED_HOSTS, s.METRICS_ADDRESS, len(s.GATEWAY_SECRETS)]))
"""
each_overlay = pytest.mark.parametrize("overlay", OVERLAYS)
BACKEND = ["api", "realtime", "worker", "bulk-worker", "beat", "relay", "migrate", "backup"]

# Settings that no program of a cluster has, and why.
LEFT_OUT = {
    "version": "the image has it",
    "revision": "the image has it",
    "port_base": "counts ports on a developer's machine",
    "mail_dir": "GM_SMTP_URL sends",
    "media_dir": "GM_BLOBS_ENGINE is azure",
    "sandbox_url": "refused in production",
    "openai_api_key": "GM_EMBEDDINGS is local",
    "openai_url": "GM_EMBEDDINGS is local",
    "openai_model": "GM_EMBEDDINGS is local",
    "openai_dimensions": "GM_EMBEDDINGS is local",
    **dict.fromkeys((f"{gateway.code}_url" for gateway in gateways.GATEWAYS), "production takes no other address than the default"),
}
LEFT_OUT_OF_REGIONS = {
    "slug": "GM_REGIONS",
    "cosmos_key": "the program's identity opens the account",
    "blobs_connection": "the program's identity opens the account",
    "elasticsearch_ca_file": "Elastic Cloud's certificate is a public one",
    "sandbox_api_key": "refused in production",
    "sandbox_webhook_secret": "refused in production",
    "assistant_api_key": "a region has one whose assistant asks a language model",
    "webhook_origin": "the region's api. host",
    "gateways": "a region has those with which it takes payments; half of an account is refused at the start",
}
FOR_MIGRATIONS = "postgres_admin_url"
MAX_CONNECTIONS = 1_718  # of Azure Database for PostgreSQL on four cores with 16 GiB, the server of each database
PROCESSES = {"api": 2, "realtime": 1, "worker": 3, "bulk-worker": 3, "beat": 1, "relay": 3, "migrate": 1, "backup": 1}  # that have pools


def variables_of(overlay: str, name: str) -> dict[str, str]:
    """A backend program's environment, with stand-ins for what the vault holds."""
    item = workload(overlay, name)
    variables: dict[str, str] = {}
    for source in item.container["envFrom"]:
        if "configMapRef" in source:
            variables |= named(overlay, "ConfigMap", source["configMapRef"]["name"].rpartition("-")[0])["data"]
        else:
            variables |= {key: stand_in(key) for key in secrets_of_vault(overlay)[source["secretRef"]["name"]]}
    for variable in item.container["env"]:
        value = variable.get("value", "10.0.0.5" if variable["name"] == "POD_IP" else stand_in(variable["name"]))
        variables[variable["name"]] = value.replace("$(POD_IP)", "10.0.0.5")
    return variables


def stand_in(key: str) -> str:
    made = base64.urlsafe_b64encode(hashlib.sha384(key.encode()).digest()).decode()
    if key.endswith(("DATABASE_URL", "ADMIN_URL")):
        return f"postgresql://user:{made}@{key.lower().replace('_', '-')}.example/{key.lower()}?sslmode=verify-full"
    forms = {
        "VALKEY_URL": f"rediss://:{made}@cache.example:6380/0",
        "QUEUE_URL": f"rediss://:{made}@queue.example:6380/0",
        "SMTP_URL": f"smtp+tls://user:{made}@mail.example:587",
        "ELASTICSEARCH_URL": "https://search.example:9243",
        "MOLLIE_API_KEY": f"live_{made}",
        "STRIPE_SECRET_KEY": f"rk_live_{made}",
        "STRIPE_PUBLISHABLE_KEY": f"pk_live_{made}",
    }
    return next((value for ending, value in forms.items() if key.endswith(ending)), made)


@each_overlay
@pytest.mark.parametrize("name", BACKEND)
def test_every_setting_that_the_code_reads_is_set(overlay, name):
    given = set(variables_of(overlay, name))
    region = f"GM_REGION_{region_of(overlay).upper()}_"
    platform = {f"GM_{field.upper()}" for field in Env.model_fields if field not in LEFT_OUT and field != FOR_MIGRATIONS}
    of_region = {f"{region}{field.upper()}" for field in RegionEnv.model_fields if field not in LEFT_OUT_OF_REGIONS}

    assert (platform | of_region) - given == set()
    assert ("GM_POSTGRES_ADMIN_URL" in given) == (name == "migrate")


@each_overlay
def test_nothing_is_set_that_no_program_reads(overlay):
    region = f"GM_REGION_{region_of(overlay).upper()}_"
    known = {f"GM_{field.upper()}" for field in Env.model_fields} | {f"{region}{field.upper()}" for field in RegionEnv.model_fields}
    known |= {gateways.name_of(gateway, region_of(overlay), setting) for gateway in gateways.GATEWAYS for setting in gateway.settings}
    of_storefront = {"GM_API_INTERNAL", "GM_PICTURE_ORIGINS", "GM_STRIPE_SCRIPT"}

    assert {name for name in variables_of(overlay, "api") if name.startswith("GM_")} - known - of_storefront == set()
    assert not (LEFT_OUT.keys() & {name.removeprefix("GM_").lower() for name in variables_of(overlay, "api")})


@pytest.mark.parametrize(("overlay", "name"), [("production/eu", "api"), ("production/mena", "relay"), ("staging/eu", "migrate")])
def test_the_program_starts_with_what_it_is_given(overlay, name):
    """Production's own checks: hosts one by one, TLS everywhere, no key for two purposes, both halves of each account."""
    done = run_python(
        SHOW,
        variables_of(overlay, name),
    )

    assert done.returncode == 0, done.stderr
    hosts = settings(overlay)["GM_ALLOWED_HOSTS"].split(",")
    assert json.loads(done.stdout) == [True, ["default", region_of(overlay)], hosts, "10.0.0.5:9100", 1]


@each_overlay
def test_the_pools_of_all_processes_fit_into_the_server(overlay):
    """Decision 91: nothing pools connections between the processes and PostgreSQL."""
    most = {item["metadata"]["name"]: item["spec"]["maxReplicas"] for item in of_kind(overlay, "HorizontalPodAutoscaler")}
    most |= {item["metadata"]["name"]: item["spec"]["maxReplicaCount"] for item in of_kind(overlay, "ScaledObject")}
    fixed = {item.name: item.object["spec"].get("replicas", 1) for item in workloads(overlay)}

    needed = sum(
        (most.get(name, fixed[name]) + 1) * processes * int(variables_of(overlay, name)["GM_DATABASE_POOL_SIZE"])  # one more in a rollout
        for name, processes in PROCESSES.items()
    )

    assert needed <= MAX_CONNECTIONS


def test_the_relays_pool_has_a_connection_for_each_subscriber():
    size = int(variables_of("production/eu", "relay")["GM_DATABASE_POOL_SIZE"])

    subscribers.discover()
    assert size >= max(len(subscribers.lanes_of(queue)) for queue in (subscribers.PROMPT, subscribers.BULK)) + 3
