"""
Lay out what the backend's image contains: ``python content.py FOLDER --uv UV``. Standard library only.

The Dockerfile runs it, and so does a test on a machine without Docker: what is tested is what is shipped. FOLDER gets a virtual environment
with the locked packages of ``base.txt``, the program without its tests, its byte code and the files of the reference page.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "backend" / "requirements" / "base.txt"
PARTS = ("config", "locale", "marketplace")
NOT_SHIPPED = shutil.ignore_patterns("tests", "testing.py", "conftest.py", "__pycache__", "*.po", "settings_for_checks.py")


def main() -> None:
    parser = argparse.ArgumentParser(prog="content.py", description="Lays out what the backend's image contains.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--uv", type=Path, required=True, help="the program uv")
    parser.add_argument("--offline", action="store_true", help="take the packages from uv's cache alone")
    given = parser.parse_args()
    lay_out(given.folder, uv=given.uv, offline=given.offline)


def lay_out(folder: Path, *, uv: Path, offline: bool = False) -> None:
    """:raises subprocess.CalledProcessError: if a step fails; it has said why"""
    python = folder / ".venv" / "bin" / "python"
    choice = ["--offline"] if offline else []
    run([uv, "venv", "--quiet", "--python", sys.executable, folder / ".venv"])
    run([uv, "pip", "sync", "--quiet", "--require-hashes", "--link-mode=copy", "--compile-bytecode", *choice, "--python", python, LOCK])
    for part in PARTS:
        shutil.copytree(ROOT / "backend" / part, folder / "backend" / part, ignore=NOT_SHIPPED)
    shutil.copy2(ROOT / "backend" / "manage.py", folder / "backend")
    run([python, "-m", "compileall", "-q", folder / "backend"])
    run([python, folder / "backend" / "manage.py", "collectstatic", "--no-input", "--verbosity=0"], environment=settings())


def settings() -> dict[str, str]:
    """With which the program starts as in production, connected to nothing."""

    def database(name: str) -> str:
        return f"postgresql://nobody@127.0.0.1:1/{name}?sslmode=require"

    return {
        "GM_ENVIRONMENT": "production",
        "GM_SECRET_KEY": secrets.token_hex(32),
        "GM_FIELD_ENCRYPTION_KEY": secrets.token_hex(32),
        "GM_ALLOWED_HOSTS": "build.invalid",
        "GM_DATABASE_URL": database("platform"),
        "GM_REGIONS": "eu",
        "GM_REGION_EU_DATABASE_URL": database("eu"),
        "GM_VALKEY_URL": f"rediss://:{secrets.token_hex(16)}@127.0.0.1:1/0",
        "GM_SMTP_URL": "smtps://127.0.0.1:1",
    }


def run(command: list[str | Path], *, environment: dict[str, str] | None = None) -> None:
    around = {name: value for name, value in os.environ.items() if not name.startswith("GM_")}  # settings of another program
    subprocess.run([str(word) for word in command], check=True, env={**around, **(environment or {})})


if __name__ == "__main__":
    main()
