"""In which order a rollout asks the cluster, with a kubectl that notes what it is asked."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml

from manifests.testing import objects
from rollout import RolloutFailed, roll_out
from toolbox import ROOT

OVERLAY = "staging/eu"
KUBECTL = """#!/bin/sh
echo "$@" >> "$ASKED"
for word in "$@"; do case "$word" in --filename=*) cat "${word#--filename=}" > "$ASKED.file" ;; esac; done
case "$*" in *"$REFUSED"*) exit 1 ;; esac
"""


class Kubectl:
    def __init__(self, folder: Path) -> None:
        self._asked = folder / "asked"

    def asked(self) -> list[str]:
        """Each command, without the namespace and the file's name."""
        lines = self._asked.read_text().splitlines()
        assert all(line.startswith("--namespace=globalmarket-eu ") for line in lines)
        return [" ".join(word for word in line.split()[1:] if not word.startswith("--filename")) for line in lines]

    def last_file(self) -> list[dict]:
        return list(yaml.safe_load_all(self._asked.with_name("asked.file").read_text()))


@pytest.fixture
def kubectl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Kubectl:
    objects(OVERLAY)  # or a skip, where nothing can be rendered
    (tmp_path / "kubectl").write_text(KUBECTL)
    (tmp_path / "kubectl").chmod(0o755)
    for name, value in {
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "ASKED": str(tmp_path / "asked"),
        "REFUSED": "nothing",
    }.items():
        monkeypatch.setenv(name, value)
    return Kubectl(tmp_path)


def test_programs_come_after_the_migration_and_what_it_needs(kubectl):
    roll_out(OVERLAY, "1.3.0", is_canary=False, is_migrating=True)

    asked = kubectl.asked()
    assert asked[:5] == [
        "apply --selector=!app",
        "delete job migrate --ignore-not-found",
        "apply --selector=app=migrate",
        "wait job/migrate --for=condition=complete --timeout=1800s",
        "apply --selector=app!=migrate",
    ]
    assert "rollout status deployment/api --timeout=900s" in asked
    assert "rollout status statefulset/storefront --timeout=900s" in asked
    assert asked[-2:] == ["delete deployment api-canary --ignore-not-found", "exec deployment/api -- python manage.py check_regions"]
    images = {item["spec"]["template"]["spec"]["containers"][0]["image"] for item in kubectl.last_file() if item["kind"] == "Deployment"}
    assert {image.rpartition(":")[2] for image in images if "kong" not in image} == {"1.3.0"}


def test_a_migration_that_fails_ends_it_before_any_program(kubectl, monkeypatch):
    monkeypatch.setenv("REFUSED", "wait job/migrate")

    with pytest.raises(RolloutFailed, match="wait job/migrate"):
        roll_out(OVERLAY, "1.3.0", is_canary=False, is_migrating=True)

    assert kubectl.asked()[-1].startswith("wait job/migrate")


def test_a_canary_is_one_process_after_the_migration(kubectl):
    roll_out(OVERLAY, "1.3.0", is_canary=True, is_migrating=True)

    assert kubectl.asked()[4:] == ["apply", "rollout status deployment/api-canary --timeout=900s"]
    (canary,) = kubectl.last_file()
    assert (canary["spec"]["replicas"], canary["spec"]["template"]["spec"]["containers"][0]["image"].rpartition(":")[2]) == (1, "1.3.0")


def test_the_former_version_comes_back_without_a_migration(kubectl):
    roll_out(OVERLAY, "1.2.0", is_canary=False, is_migrating=False)

    assert kubectl.asked()[:2] == ["apply --selector=!app", "apply --selector=app!=migrate"]
    assert not any("migrate" in line for line in kubectl.asked()[2:])


def test_the_workflow_asks_for_each_stage_after_the_one_before():
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "deploy.yaml").read_text())["jobs"]

    assert list(jobs) == ["staging", "canary", "production"]
    assert [jobs[name].get("needs") for name in jobs] == [None, "staging", "canary"]
    assert [jobs[name]["environment"] for name in jobs] == ["staging", "canary", "production"]  # whose rules say who approves
