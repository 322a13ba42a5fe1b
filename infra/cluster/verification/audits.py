"""Whether a package that we ship has a known vulnerability, by the two databases that know: OSV's for Python, npm's own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from toolbox import ROOT, Lacking, ToolFailed
from verification import packaged

LOCK = "infra/cluster/verification/pip-audit.txt"
SHIPPED = "backend/requirements/base.txt"
TIMEOUT_S = 300


def verify_python() -> None:
    """:raises ToolFailed: with each vulnerability :raises Lacking: if the database does not answer"""
    start = packaged.command(LOCK, "pip-audit")
    options = ["--disable-pip", "--require-hashes", "--vulnerability-service=osv", "--format=json", "--progress-spinner=off"]
    done = packaged.run(start, "--requirement", SHIPPED, *options)
    _refuse(python_findings(done.stdout, done.stderr))


def verify_npm() -> None:
    """:raises ToolFailed: with each vulnerability :raises Lacking: if there is no npm, or its registry does not answer"""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # the Node that `make setup` has fetched
    npm = shutil.which("npm", path=path)
    if npm is None:
        raise Lacking("npm is not here; make setup brings it")
    done = subprocess.run(
        [npm, "audit", "--omit=dev", "--json"],
        cwd=ROOT / "frontend",
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=TIMEOUT_S,
    )
    _refuse(npm_findings(done.stdout, done.stderr))


def python_findings(output: str, errors: str) -> list[str]:
    """:raises Lacking: if that is no report"""
    report = _report(output, errors, "dependencies")
    return [
        f"{package['name']} {package['version']}: {item['id']}, mended in {', '.join(item['fix_versions']) or 'no version'}"
        for package in report["dependencies"]
        for item in package.get("vulns", [])
    ]


def npm_findings(output: str, errors: str) -> list[str]:
    """:raises Lacking: if that is no report"""
    report = _report(output, errors, "auditReportVersion")
    return [
        f"{name} {item['range']}: {advice['title']} ({advice['url']})"
        for name, item in report["vulnerabilities"].items()
        for advice in item["via"]
        if isinstance(advice, dict)  # else it is the name of the package that brings it
    ]


def _report(output: str, errors: str, field: str) -> dict[str, Any]:
    report: dict[str, Any] = {}
    with suppress(json.JSONDecodeError):
        report = json.loads(output)
    if field not in report:
        raise Lacking(f"the database of vulnerabilities does not answer: {(errors or output).strip()[-300:]}")
    return report


def _refuse(findings: list[str]) -> None:
    if findings:
        raise ToolFailed("\n".join(findings))
