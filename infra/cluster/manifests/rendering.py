"""
Renders an overlay of ``k8s/``: makes the gateway's configuration from the overlay's hosts, and the object of Prometheus' rules, then lets
Kustomize put all together.

It works on a copy, so that nothing that is made lies among the sources, and several may render at once.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from dashboards.rules import prometheus_rule
from gateway.kong import kong_config
from manifests.canary import canary_of
from toolbox import ROOT, Lacking, NoGo, tool

SOURCES = ROOT / "k8s"
RENDERED = ROOT / ".local" / "rendered"
TIMEOUT_S = 120

Object = dict[str, Any]


class NoKustomize(Lacking):
    """There is no Go to build Kustomize with, and neither ``kustomize`` nor ``kubectl``, which contains it, on this machine."""


def overlays() -> list[str]:
    """Names such as ``production/eu``."""
    return sorted(str(file.parent.relative_to(SOURCES / "overlays")) for file in (SOURCES / "overlays").glob("*/*/kustomization.yaml"))


def settings_of(overlay: str) -> dict[str, str]:
    """What the overlay's ``settings.env`` says."""
    lines = (SOURCES / "overlays" / overlay / "settings.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def render(overlay: str, *, version: str = "") -> list[Object]:
    """
    Every object of it; our images in the ``version``, or as the sources say.

    :raises NoKustomize: :raises subprocess.CalledProcessError: with what Kustomize says of a wrong source
    """
    command = kustomize()
    hosts = settings_of(overlay)["GM_ALLOWED_HOSTS"].split(",")
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "k8s"
        shutil.copytree(SOURCES, copy)
        config = kong_config(hosts, f"globalmarket-{overlay.rpartition('/')[2]}")
        (copy / "overlays" / overlay / "kong.yaml").write_text(yaml.safe_dump(config, sort_keys=False, allow_unicode=True, width=140))
        if version:
            _set_version(copy / "base" / "kustomization.yaml", version)
        (copy / "base" / "rules.yaml").write_text(yaml.safe_dump(prometheus_rule(), sort_keys=False, allow_unicode=True, width=140))
        done = subprocess.run([*command, str(copy / "overlays" / overlay)], capture_output=True, text=True, check=False, timeout=TIMEOUT_S)
    if done.returncode:
        raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    return [item for item in yaml.load_all(done.stdout, yaml.CSafeLoader) if item]


def write_rendered(*, version: str = "", canary: str = "") -> list[Path]:
    """
    A file for each overlay, and another for a canary of the version ``canary``, if one is given.

    :raises NoKustomize: :raises subprocess.CalledProcessError: with what Kustomize says of a wrong source
    """
    RENDERED.mkdir(parents=True, exist_ok=True)
    files = []
    for overlay in overlays():
        objects, name = render(overlay, version=version), overlay.replace("/", "-")
        files.append(_write(f"{name}.yaml", objects))
        if canary:
            files.append(_write(f"{name}-canary.yaml", [canary_of(objects, canary)]))
    return files


def _set_version(file: Path, version: str) -> None:
    content = yaml.safe_load(file.read_text())
    for image in content["images"]:
        if image["name"].startswith("globalmarket/"):
            image["newTag"] = version
    file.write_text(yaml.safe_dump(content, sort_keys=False))


def _write(name: str, objects: Sequence[Object]) -> Path:
    file = RENDERED / name
    file.write_text(yaml.safe_dump_all(objects, sort_keys=False, allow_unicode=True, width=140))
    print(f"rendered {file.relative_to(ROOT)}", flush=True)
    return file


def kustomize() -> Sequence[str]:
    """The pinned one; without Go, the machine's. :raises NoKustomize: if there is none"""
    try:
        return [str(tool("kustomize")), "build"]
    except NoGo:
        if found := shutil.which("kustomize"):
            return [found, "build"]
        if found := shutil.which("kubectl"):
            return [found, "kustomize"]
        raise NoKustomize("k8s/ is rendered by kustomize, which is built with Go; neither Go nor kubectl is on the path.") from None
