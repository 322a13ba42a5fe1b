"""Environments to start with, right ones and others."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys

import pytest

from config.env import REPOSITORY, read_env


def _key(purpose: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha384(purpose.encode()).digest()).decode()


PASSWORD = "hunter2-of-the-database"
KEY = _key("secret")  # the same in each process that collects tests: ids of tests name it

PRODUCTION = {
    "GM_ENVIRONMENT": "production",
    "GM_SECRET_KEY": KEY,
    "GM_FIELD_ENCRYPTION_KEY": _key("encryption"),
    "GM_ALLOWED_HOSTS": "globalmarket.eu, api.globalmarket.eu,globalmarket.me,api.globalmarket.me",
    "GM_DATABASE_URL": f"postgresql://platform:{PASSWORD}@db.example:5432/platform?sslmode=require",
    "GM_REGIONS": "eu,mena",
    "GM_REGION_EU_DATABASE_URL": f"postgresql://eu:{PASSWORD}@db.example:5432/eu?sslmode=verify-full",
    "GM_REGION_MENA_DATABASE_URL": f"postgresql://mena:{PASSWORD}@db.example:5432/mena?sslmode=verify-ca",
    "GM_VALKEY_URL": f"rediss://:{PASSWORD}@cache.example:6380/0",
    "GM_SMTP_URL": f"smtp+tls://mailer:{PASSWORD}@mail.example:587",
}


def run_python(code: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a process of its own, whose environment holds this and no other setting of ours."""
    return _run([sys.executable, "-c", code], environment)


def run_manage(*arguments: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return _run([sys.executable, "manage.py", *arguments], environment)


def _run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    foreign = {name: value for name, value in os.environ.items() if not name.startswith(("GM_", "DJANGO_", "COV_"))}
    return subprocess.run(
        command, cwd=REPOSITORY / "backend", env={**foreign, **environment}, capture_output=True, text=True, timeout=120, check=False
    )


def refusal() -> str:
    """What the program says when it does not start; never a secret."""
    with pytest.raises(SystemExit) as stopped:
        read_env()

    said = str(stopped.value)
    assert PASSWORD not in said
    assert KEY not in said
    return said
