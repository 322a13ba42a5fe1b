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
    """This run's, with the address of the sandbox that the fixture started."""
    accounts = settings.PAYMENT_ACCOUNTS["sandbox"]
    return {
        **os.environ,
        "GM_SANDBOX_URL": accounts["eu"]["url"],
        **{
            f"GM_REGION_{region.upper()}_SANDBOX_{name.upper()}": account[name]
            for region, account in accounts.items()
            for name in ("api_key", "webhook_secret")
        },
        "GM_DATABASE_POOL_SIZE": "2",
    }
