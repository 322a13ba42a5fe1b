"""The packages of both locks, with what each says of its licence."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.requirements import Requirement

from licences import Package
from toolbox import ROOT

REQUIREMENTS = ROOT / "backend" / "requirements"
FOUND: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "found.toml").read_text())
PIN = re.compile(r"^([\w.-]+(?:\[[\w,-]+\])?==[^\s\\;]+(?:\s*;[^\\\n]+)?)", re.MULTILINE)
# What classifiers and short texts mean, by SPDX.
MEANT = {
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "apache": "Apache-2.0",
    "apache-2.0": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "3-clause bsd license": "BSD-3-Clause",
    "bsd-2-clause": "BSD-2-Clause",
    "isc license (iscl)": "ISC",
    "isc": "ISC",
    "mit": "MIT",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "mpl-2.0": "MPL-2.0",
    "python software foundation license": "PSF-2.0",
    "psf-2.0": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense",
    "zope public license": "ZPL-2.1",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.1-or-later",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "gnu lesser general public license v3 or later (lgplv3+)": "LGPL-3.0-or-later",
}


def packages() -> list[Package]:
    return [*python(), *npm()]


def python() -> Iterator[Package]:
    """Of the tests' lock, which has all of the images'; what another system alone needs is left out."""
    shipped = {_plain(requirement.name) for requirement in _pinned("base")}
    for requirement in _pinned("dev"):
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        name = _plain(requirement.name)
        version = str(requirement.specifier).removeprefix("==")
        yield Package("Python", name, version, FOUND["python"].get(name) or _said(name), name in shipped)


def npm() -> Iterator[Package]:
    """Of the web apps' lock. What builds them, and is in no image, is marked ``dev``."""
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text())
    for path, entry in lock["packages"].items():
        name = path.rpartition("node_modules/")[2]
        if "node_modules/" in path and not entry.get("link"):
            said = FOUND["npm"].get(name) or entry.get("license", "")
            yield Package("npm", name, entry["version"], said, not entry.get("dev"))


def _pinned(lock: str) -> list[Requirement]:
    return [Requirement(line) for line in PIN.findall((REQUIREMENTS / f"{lock}.txt").read_text())]


def _said(name: str) -> str:
    """The expression of the package's own data; empty where it has none that we know. It is read from what is installed."""
    try:
        data = metadata(name)
    except PackageNotFoundError:
        return ""
    if expression := data.get("License-Expression"):
        return str(expression)
    classifiers = [item.rpartition(" :: ")[2] for item in data.get_all("Classifier") or [] if item.startswith("License ::")]
    meant = [MEANT.get(item.lower()) for item in classifiers if item != "OSI Approved"]
    if meant:
        return " AND ".join(sorted(set(meant))) if all(meant) else ""  # type: ignore[type-var, arg-type]  # none of them is None
    return MEANT.get(str(data.get("License") or "").strip().lower(), "")


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
