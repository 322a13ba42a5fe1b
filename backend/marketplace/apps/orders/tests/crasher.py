"""Starts the process of ``crashing.py`` and gives it jobs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec
from django.conf import settings

from marketplace.apps.orders.tests.crashing import Job


class Crasher:
    def __init__(self) -> None:
        script = Path(__file__).with_name("crashing.py")
        self._process = subprocess.Popen([sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment())

    def run(self, job: Job) -> str:
        """``done``, ``killed``, ``refused`` (by an error that a caller would see) or ``failed``."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(msgspec.json.encode(job) + b"\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().decode().strip()

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def _environment() -> dict[str, str]:
    """This run's, with the providers' accounts that the fixtures have made."""
    variables = {**os.environ, "GM_DATABASE_POOL_SIZE": "2", "GM_SENDCLOUD_URL": settings.SENDCLOUD_URL}
    for provider, accounts in settings.PAYMENT_ACCOUNTS.items():
        for region, account in accounts.items():
            variables[f"GM_{provider.upper()}_URL"] = account["url"]
            secrets = {name: value for name, value in account.items() if name != "url" and value}
            variables |= {f"GM_REGION_{region.upper()}_{provider.upper()}_{name.upper()}": value for name, value in secrets.items()}
    return variables
