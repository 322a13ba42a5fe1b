"""
``make verify-infra``: every check of infra/ and k8s/, one after the other.

A check passes, finds something, or lacks something of the machine: then nothing is known of what it would find. The command ends non-zero
on any finding; with ``GM_REQUIRE_SERVERS=1`` (CI) also where something is lacking.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

from manifests import tools as manifest_tools
from manifests.rendering import write_rendered
from terraform import tools as terraform_tools
from toolbox import ROOT, Lacking, ToolFailed
from verification import audits, checkov

TESTS = ("cluster", "compose", "images", "observability")


class State(Enum):
    PASSED = "passed"
    FOUND = "found"
    LACKING = "lacking"


class Check(NamedTuple):
    """``reads`` says what is checked by which tool."""

    name: str
    reads: str
    run: Callable[[], None]


class Result(NamedTuple):
    check: Check
    state: State
    said: str = ""


def manifests() -> None:
    """With a canary of some version. :raises ToolFailed:"""
    manifest_tools.verify(write_rendered(canary="0.0.0"))


def tests() -> None:
    """:raises ToolFailed:"""
    folders = [f"infra/{name}" for name in TESTS]
    # one process: the tools that they wait for have been built by the checks before
    done = subprocess.run([sys.executable, "-m", "pytest", "--quiet", *folders], cwd=ROOT, check=False)
    if done.returncode:
        raise ToolFailed("tests of infra/ fail, as said above")


CHECKS = (
    Check("manifests", "k8s/ by Kustomize and, with the schema of every kind, kubeconform", manifests),
    Check("policies of manifests", "what is rendered, by checkov", lambda: checkov.verify("k8s/checkov.yaml")),
    Check("terraform", "infra/terraform by hclfmt and tflint", terraform_tools.verify),
    Check("policies of terraform", "infra/terraform by checkov", lambda: checkov.verify("infra/terraform/checkov.yaml")),
    Check(
        "tests",
        "rules by promtool, workflows by actionlint, images by hadolint, the composition by Compose's schema, the gateway by Kong's",
        tests,
    ),
    Check("Python's vulnerabilities", "backend/requirements/base.txt by pip-audit", audits.verify_python),
    Check("npm's vulnerabilities", "frontend/package-lock.json by npm audit", audits.verify_npm),
)


def run_all(checks: Sequence[Check] = CHECKS) -> list[Result]:
    """Each, whatever the one before has found."""
    return [_run(check) for check in checks]


def summary(results: Sequence[Result]) -> str:
    """A line for each check, and one for what the machine lacks."""
    lines = [f"{result.state.value:8} {result.check.name}: {result.check.reads}" for result in results]
    lacking = [f"{result.check.name} ({_first_line(result.said)})" for result in results if result.state is State.LACKING]
    return "\n".join([*lines, *([f"This machine lacks what is needed for: {'; '.join(lacking)}"] if lacking else [])])


def is_failed(results: Sequence[Result]) -> bool:
    wrong = {State.FOUND, State.LACKING} if os.environ.get("GM_REQUIRE_SERVERS") == "1" else {State.FOUND}
    return any(result.state in wrong for result in results)


def _run(check: Check) -> Result:
    print(f"\n{check.name}: {check.reads}", flush=True)
    try:
        check.run()
    except Lacking as error:
        return _shown(Result(check, State.LACKING, str(error)))
    except ToolFailed as error:
        return _shown(Result(check, State.FOUND, str(error)))
    except subprocess.CalledProcessError as error:
        return _shown(Result(check, State.FOUND, str(error.stderr or error)))
    return Result(check, State.PASSED)


def _shown(result: Result) -> Result:
    print(result.said, flush=True)
    return result


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]
