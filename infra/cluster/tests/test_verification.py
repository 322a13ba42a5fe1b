"""What `make verify-infra` makes of its checks: a finding ends it, and what the machine lacks never passes for checked."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import yaml

from toolbox import ROOT, Lacking, NoGo, ToolFailed
from verification import CHECKS, Check, State, is_failed, run_all, summary
from verification.audits import npm_findings, python_findings


def refusing(error: Exception) -> Check:
    def run() -> None:
        raise error

    return Check("manifests", "k8s/ by a tool", run)


PASSING = Check("terraform", "infra/terraform by another", lambda: None)


def test_every_check_is_run_whatever_the_one_before_has_found():
    results = run_all([refusing(ToolFailed("a field that is not known")), PASSING])

    assert [result.state for result in results] == [State.FOUND, State.PASSED]
    assert is_failed(results)
    assert summary(results).splitlines() == ["found    manifests: k8s/ by a tool", "passed   terraform: infra/terraform by another"]


@pytest.mark.parametrize(("is_required", "fails"), [("0", False), ("1", True)])
def test_what_a_machine_lacks_is_said_in_one_line_and_fails_where_it_must_be_there(monkeypatch, is_required, fails):
    monkeypatch.setenv("GM_REQUIRE_SERVERS", is_required)

    results = run_all([refusing(NoGo("There is no Go.\nInstall it.")), refusing(Lacking("The database is silent.")), PASSING])

    last = summary(results).splitlines()[-1]
    assert last == "This machine lacks what is needed for: manifests (There is no Go.); manifests (The database is silent.)"
    assert is_failed(results) is fails


def test_all_that_passes_passes(monkeypatch):
    monkeypatch.setenv("GM_REQUIRE_SERVERS", "1")

    assert not is_failed(run_all([PASSING]))
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def test_some_checks_can_be_asked_for_by_a_word_of_their_name():
    command = [sys.executable, "-m", "verification", "no such check"]
    done = subprocess.run(command, cwd=ROOT / "infra" / "cluster", capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 2
    assert "Python's vulnerabilities" in done.stderr
    assert [check.name for check in CHECKS if "vulnerabilities" in check.name] == ["Python's vulnerabilities", "npm's vulnerabilities"]


def test_ci_must_have_what_is_needed():
    steps = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yaml").read_text())["jobs"]["infra"]["steps"]
    (step,) = [step for step in steps if "make verify-infra" in step.get("run", "")]

    assert step["env"] == {"GM_REQUIRE_SERVERS": "1"}


@pytest.mark.parametrize("name", ["k8s/checkov.yaml", "infra/terraform/checkov.yaml"])
def test_what_checkov_is_not_asked_has_its_reason_next_to_it(name):
    lines = [line for line in (ROOT / name).read_text().splitlines() if line.startswith("  - CKV")]

    assert lines
    assert [line for line in lines if not line.partition(" # ")[2].strip()] == []


class TestAudits:
    """In the forms in which pip-audit and npm report."""

    VULNERABLE = {"name": "jinja2", "version": "2.4.1", "vulns": [{"id": "PYSEC-2019-217", "fix_versions": ["2.10.1"], "aliases": []}]}
    ADVICE = {"title": "Prototype pollution", "url": "https://advisories.example/1", "severity": "high"}
    REPORT = {
        "auditReportVersion": 2,
        "vulnerabilities": {
            "minimist": {"name": "minimist", "via": [ADVICE], "range": "<1.2.6"},
            "mkdirp": {"name": "mkdirp", "via": ["minimist"], "range": "0.4.1 - 0.5.1"},
        },
    }

    def test_a_vulnerability_of_a_python_package_is_named_with_the_version_that_mends_it(self):
        clean = {"name": "django", "version": "5.2.9", "vulns": []}

        assert python_findings(json.dumps({"dependencies": [clean, self.VULNERABLE], "fixes": []}), "") == [
            "jinja2 2.4.1: PYSEC-2019-217, mended in 2.10.1"
        ]

    def test_a_vulnerability_of_an_npm_package_is_named_once_where_it_lies(self):
        assert npm_findings(json.dumps(self.REPORT), "") == ["minimist <1.2.6: Prototype pollution (https://advisories.example/1)"]

    @pytest.mark.parametrize("output", ["", "connection refused", '{"message": "request failed", "error": {"code": "ECONNREFUSED"}}'])
    def test_a_database_that_does_not_answer_is_no_clean_report(self, output):
        for read in (npm_findings, python_findings):
            with pytest.raises(Lacking, match="does not answer"):
                read(output, "")
