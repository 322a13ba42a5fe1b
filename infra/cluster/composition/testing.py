"""The composition as the library of `docker compose` reads it, with the example's empty values filled in."""

from __future__ import annotations

import functools
import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from toolbox import ROOT
from toolbox.testing import tool_or_skip

COMPOSE = ROOT / "infra" / "compose"
VARIABLE = re.compile(r"(?<!\$)\$\{(?P<name>\w+)(?::\?[^}]*|:-(?P<default>[^}]*))?\}")
Json = dict[str, Any]


def filled() -> dict[str, str]:
    """What `.env.example` asks for, as an operator would fill it in."""
    values = {}
    for line in (COMPOSE / ".env.example").read_text().splitlines():
        if line and not line.startswith("#"):
            name, _, value = line.partition("=")
            values[name] = _filled(name, value)
    return values


def settings() -> dict[str, str]:
    """What is the same on every single server."""
    lines = (COMPOSE / "settings.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@functools.cache
def model() -> Json:
    """:raises AssertionError: with what is wrong in it"""
    reader = tool_or_skip("compose")
    values = filled()
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(COMPOSE, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("tests", ".env"))
        (Path(folder) / ".env").write_text("".join(f"{name}={value}\n" for name, value in values.items()))
        file = Path(folder) / "compose.yaml"
        # by ourselves: the library's own program looks variables up nowhere
        file.write_text(VARIABLE.sub(lambda found: values.get(found["name"]) or found["default"] or "", file.read_text()))
        done = subprocess.run(
            [reader, "-no-interpolation", "-format", "json", file.name],
            cwd=folder,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 0, done.stdout + done.stderr
    found: Json = json.loads(done.stdout)
    return found


def _filled(name: str, value: str) -> str:
    made = hashlib.sha256(name.encode()).hexdigest()
    if name == "GM_VERSION":
        return "1.0.0"
    if name.endswith("MOLLIE_API_KEY"):
        return f"live_{made[:30]}"
    return value.replace("VALKEY_PASSWORD", made[:24]).replace("PASSWORD", made[:24]) or ("" if name == "GM_STRIPE_SCRIPT" else made)
