"""``python -m payment_doubles --port 8011``: the stand-ins as a process, with the accounts that the environment names."""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from payment_doubles.courier import Courier
from payment_doubles.mollie import MollieDouble
from payment_doubles.server import Account, Double, Server

# By stand-in: what a region's key is called in the environment, and its secret for webhooks, if it signs them.
KINDS: dict[str, tuple[type[Double], str, str]] = {"mollie": (MollieDouble, "MOLLIE_API_KEY", "")}


class Keeper:
    """A stand-in's accounts in a file, so that what was paid outlives the process."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.kept: dict[str, dict[str, Any]] = json.loads(file.read_text()) if file.exists() else {}

    def write(self, accounts: Mapping[str, Account]) -> None:
        draft = self._file.with_suffix(".new")
        draft.write_text(json.dumps({account.name: asdict(account) for account in accounts.values()}))
        draft.replace(self._file)


def main() -> None:
    """Serve until killed. PAYMENT_DOUBLES names the folder in which the accounts are kept."""
    parser = argparse.ArgumentParser(prog="payment_doubles")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    courier, doubles = Courier(), {}
    for name, (kind, key, secret) in KINDS.items():
        keeper = Keeper(Path(os.environ["PAYMENT_DOUBLES"]) / f"{name}.json")
        if accounts := accounts_of(os.environ, key, secret, kept=keeper.kept):
            doubles[name] = kind(accounts, deliver=courier.send, keep=keeper.write)
    Server(doubles, host=arguments.host, port=arguments.port).serve()


def accounts_of(environ: Mapping[str, str], key: str, secret: str, *, kept: Mapping[str, dict[str, Any]]) -> dict[str, Account]:
    """By key: one account for each region that has one."""
    accounts = {}
    for name, value in environ.items():
        if value and (found := re.fullmatch(rf"GM_REGION_([A-Z0-9]+)_{key}", name)):
            region = found[1].lower()
            webhook_secret = environ.get(f"GM_REGION_{found[1]}_{secret}", "")
            accounts[value] = Account(**{**kept.get(region, {}), "name": region, "webhook_secret": webhook_secret})
    return accounts


if __name__ == "__main__":
    main()
