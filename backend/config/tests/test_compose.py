"""The programs start with the settings of one server (``infra/compose``), under production's own checks."""

from __future__ import annotations

import json

import pytest
import yaml

from composition.testing import COMPOSE, filled, settings
from config import gateways
from config.env import Env, RegionEnv
from config.tests.environments import run_python
from gateway.kong import kong_config

SHOW = """
import json
from config import settings as s
print(json.dumps([s.IS_PRODUCTION, sorted(s.DATABASES), s.BLOBS_ENGINE, str(s.MEDIA_ROOT), s.METRICS_ADDRESS]))
"""
OF_OTHER_PROGRAMS = {"GM_VERSION", "GM_STRIPE_SCRIPT"}


def test_the_program_starts_with_the_example_filled_in():
    done = run_python(SHOW, {**filled(), **settings()})

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [True, ["default", "eu"], "files", "/var/lib/globalmarket/media", "0.0.0.0:9100"]


@pytest.mark.parametrize("name", ["GM_SECRET_KEY", "GM_FIELD_ENCRYPTION_KEY", "GM_SMTP_URL", "GM_DATABASE_URL", "GM_VALKEY_URL"])
def test_it_does_not_start_without_one_of_them(name):
    done = run_python(SHOW, {key: value for key, value in {**filled(), **settings()}.items() if key != name})

    assert done.returncode != 0
    assert name in done.stderr


def test_nothing_is_set_that_no_program_reads():
    known = {f"GM_{field.upper()}" for field in Env.model_fields} | {f"GM_REGION_EU_{field.upper()}" for field in RegionEnv.model_fields}
    known |= {gateways.name_of(gateway, "eu", setting) for gateway in gateways.GATEWAYS for setting in gateway.settings}
    named = {name for name in {**filled(), **settings()} if name.startswith("GM_")}

    assert named - known - OF_OTHER_PROGRAMS == set()


def test_the_gateway_finds_each_process_by_its_plain_name_and_serves_files():
    config = kong_config(filled()["GM_ALLOWED_HOSTS"].split(","), "", has_files=True)
    targets = {target["target"] for upstream in config["upstreams"] for target in upstream["targets"]}
    services = yaml.safe_load((COMPOSE / "compose.yaml").read_text())["services"]

    assert targets == {"api:8000", "realtime:8005", "storefront:8001", "vendor:8002", "admin:8003", "files:8080"}
    assert {target.split(":")[0] for target in targets} <= services.keys()
