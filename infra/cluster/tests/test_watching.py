"""The Prometheus next to `make up` has production's rules, and reads the programs of this machine."""

from __future__ import annotations

import subprocess

import yaml

from dashboards.rules import OBSERVABILITY
from toolbox.testing import tool_or_skip
from watching import configuration


def test_prometheus_takes_the_configuration_with_every_rule_of_production(tmp_path):
    file = tmp_path / "prometheus.yaml"
    file.write_text(yaml.safe_dump(configuration("127.0.0.1:8030")))

    done = subprocess.run([tool_or_skip("promtool"), "check", "config", file], capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("rules found") == len(list((OBSERVABILITY / "rules").glob("*.yaml")))


def test_rules_find_the_programs_under_the_job_that_they_name():
    (job,) = configuration("127.0.0.1:8030")["scrape_configs"]

    assert job["job_name"] == "globalmarket"
    assert job["static_configs"] == [{"targets": ["127.0.0.1:8030"]}]
