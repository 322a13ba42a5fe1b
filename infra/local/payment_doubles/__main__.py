"""``python -m payment_doubles --port 8011``: the stand-ins as a process, with the accounts that the environment names."""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from payment_doubles.courier import Courier
from payment_doubles.flutterwave import FlutterwaveDouble
from payment_doubles.mollie import MollieDouble
from payment_doubles.momo import SETTINGS as MOMO_SETTINGS
from payment_doubles.momo import MomoDouble
from payment_doubles.paypal import PayPalDouble
from payment_doubles.paystack import PaystackDouble
from payment_doubles.sendcloud import SendcloudDouble
from payment_doubles.server import Account, Double, Server
from payment_doubles.stripe import StripeDouble


class Kind(NamedTuple):
    """
    A stand-in, and what its settings of a region are called in the environment: the key, others by field of the account, and the names
    of those that are the account's ``settings``.
    """

    double: type[Double]
    key: str
    others: dict[str, str]
    settings: tuple[str, ...] = ()


KINDS = {
    "mollie": Kind(MollieDouble, "MOLLIE_API_KEY", {}),
    "stripe": Kind(
        StripeDouble, "STRIPE_SECRET_KEY", {"publishable_key": "STRIPE_PUBLISHABLE_KEY", "webhook_secret": "STRIPE_WEBHOOK_SECRET"}
    ),
    "momo": Kind(MomoDouble, "MOMO_COLLECTION_USER", {}, MOMO_SETTINGS),
    "paypal": Kind(PayPalDouble, "PAYPAL_CLIENT_ID", {}, ("client_secret", "webhook_id")),
    "paystack": Kind(PaystackDouble, "PAYSTACK_SECRET_KEY", {}),
    "flutterwave": Kind(FlutterwaveDouble, "FLUTTERWAVE_SECRET_KEY", {"webhook_secret": "FLUTTERWAVE_WEBHOOK_HASH"}),
}


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
    courier = Courier()
    doubles: dict[str, Double] = {}
    for name, kind in KINDS.items():
        keeper = Keeper(Path(os.environ["PAYMENT_DOUBLES"]) / f"{name}.json")
        if accounts := accounts_of(os.environ, name, kind, kept=keeper.kept):
            doubles[name] = kind.double(accounts, deliver=courier.send, keep=keeper.write)
    if os.environ.get("GM_SENDCLOUD_URL"):  # vendors have accounts there, each with keys of its own
        keeper = Keeper(Path(os.environ["PAYMENT_DOUBLES"]) / "sendcloud.json")
        kept = {name: Account(**account) for name, account in keeper.kept.items()}
        doubles["sendcloud"] = SendcloudDouble(kept, keep=keeper.write)
    Server(doubles, host=arguments.host, port=arguments.port).serve()


def accounts_of(environ: Mapping[str, str], name: str, kind: Kind, *, kept: Mapping[str, dict[str, Any]]) -> dict[str, Account]:
    """By key: one account for each region that has one. Events go to the region's API on this machine."""
    accounts = {}
    for variable, value in environ.items():
        if value and (found := re.fullmatch(rf"GM_REGION_([A-Z0-9]+)_{kind.key}", variable)):
            region = found[1].lower()
            others = {field: environ.get(f"GM_REGION_{found[1]}_{setting}", "") for field, setting in kind.others.items()}
            url = f"http://api.{region}.localhost:{environ.get('GM_PORT_BASE', '8000')}/api/v1/webhooks/{name}"
            settings = {setting: environ.get(f"GM_REGION_{found[1]}_{name.upper()}_{setting.upper()}", "") for setting in kind.settings}
            accounts[value] = Account(**{**kept.get(region, {}), **others, "name": region, "webhook_url": url, "settings": settings})
    return accounts


if __name__ == "__main__":
    main()
