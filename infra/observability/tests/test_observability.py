"""Rules and dashboards: Prometheus' own tool reads and tests them, and nothing is forgotten next to them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from dashboards import FOLDER, grafana_json
from dashboards.content import DASHBOARDS
from dashboards.rules import OBSERVABILITY, RUNBOOKS, alerts, all_rules
from toolbox.testing import tool_or_skip

TESTS = sorted((OBSERVABILITY / "tests").glob("*.test.yaml"))


def promtool(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(word) for word in (tool_or_skip("promtool"), *arguments)]
    return subprocess.run(command, cwd=OBSERVABILITY, capture_output=True, text=True, timeout=300, check=False)


def test_prometheus_takes_its_configuration_and_the_rules():
    done = promtool("check", "config", "--lint=all", "--lint-fatal", "prometheus.yaml")

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("file", TESTS, ids=lambda file: file.name)
def test_the_alerts_fire_when_they_should_and_are_silent_when_they_should_not(file):
    done = promtool("test", "rules", file)

    assert done.returncode == 0, done.stdout + done.stderr


def test_a_rule_that_is_wrong_fails(tmp_path):
    (tmp_path / "rules.yaml").write_text("groups: [{name: g, rules: [{alert: A, expr: 'sum(up'}]}]")

    assert promtool("check", "rules", tmp_path / "rules.yaml").returncode != 0


def test_each_alert_has_a_test_in_which_it_fires_and_one_in_which_it_does_not():
    tried: dict[bool, set[str]] = {True: set(), False: set()}
    for file in TESTS:
        for test in yaml.safe_load(file.read_text())["tests"]:
            for case in test["alert_rule_test"]:
                tried[bool(case["exp_alerts"])].add(case["alertname"])

    assert tried[True] == tried[False] == {alert["alert"] for alert in alerts()}
    assert len(tried[True]) > 20


def test_each_alert_has_a_page_that_says_what_to_do_and_no_page_is_left_over():
    pages = {alert["alert"]: alert["annotations"]["runbook"] for alert in alerts()}
    index = (RUNBOOKS / "README.md").read_text()

    assert {Path(page).name for page in pages.values()} == {page.name for page in RUNBOOKS.glob("*.md")} - {"README.md"}
    for name, page in pages.items():
        assert f"[{name}]({Path(page).name})" in index
        text = (RUNBOOKS / Path(page).name).read_text()
        assert "## Look" in text, page
        assert "## Do" in text, page


def test_each_alert_says_how_urgent_it_is():
    assert {alert["labels"]["severity"] for alert in alerts()} == {"page", "ticket"}


def test_names_of_rules_are_given_once():
    names = [rule.get("alert") or rule["record"] for rule in all_rules()]

    assert sorted(names) == sorted(set(names))


def test_the_dashboards_files_are_what_their_list_of_panels_makes():
    """``PYTHONPATH=infra/cluster .venv/bin/python -m dashboards`` makes them anew."""
    made = {f"{dashboard.name}.json": grafana_json(dashboard) for dashboard in DASHBOARDS}

    assert {file.name: file.read_text() for file in FOLDER.glob("*.json")} == made
