"""GitHub's workflows: judged by actionlint, with little rights, and by actions that cannot change under us."""

from __future__ import annotations

import re
import subprocess

import yaml

from toolbox import ROOT
from toolbox.testing import tool_or_skip

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yaml"))


def test_actionlint_finds_nothing():
    done = subprocess.run([tool_or_skip("actionlint"), *WORKFLOWS], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)

    assert (done.returncode, done.stdout) == (0, "")
    assert len(WORKFLOWS) >= 3


def test_actions_are_named_by_a_commit_and_the_version_stands_next_to_it():
    used = [line for file in WORKFLOWS for line in file.read_text().splitlines() if "uses:" in line]

    assert used
    assert [line for line in used if not re.search(r"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)] == []


RIGHTS = {
    "deploy.yaml": {"contents": "read", "id-token": "write"},  # says to Azure who it is
    "images.yaml": {"contents": "read", "id-token": "write", "attestations": "write"},  # signs what it has made
}


def test_workflows_may_read_and_nothing_else_but_say_who_they_are_and_sign():
    for file in WORKFLOWS:
        workflow = yaml.safe_load(file.read_text())
        more = {name: job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}

        assert workflow["permissions"] == {"contents": "read"}, file.name
        assert all(rights == RIGHTS.get(file.name) for rights in more.values()), more


def test_an_image_is_built_after_its_packages_were_audited_then_signed_and_scanned():
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "images.yaml").read_text())["jobs"]
    (audit,) = [step for step in jobs["licences"]["steps"] if step.get("run") == "make audit"]
    said = " ".join(f"{step.get('uses', '')} {step.get('run', '')}" for step in jobs["build"]["steps"])

    assert jobs["build"]["needs"] == "licences"
    assert audit["env"] == {"GM_REQUIRE_SERVERS": "1"}
    assert said.index("--push") < said.index("actions/attest-build-provenance") < said.index("--fail-on high")


def test_a_value_from_outside_is_never_put_into_a_script():
    """It comes by the environment instead: a branch's name may be a command."""
    scripts = [
        step["run"]
        for file in WORKFLOWS
        for job in yaml.safe_load(file.read_text())["jobs"].values()
        for step in job["steps"]
        if "run" in step
    ]

    assert len(scripts) > 4
    assert [script for script in scripts if "${{" in script] == []


def test_ci_is_the_script_that_developers_run():
    assert "bash .ci/run" in (ROOT / ".github" / "workflows" / "ci.yaml").read_text()
