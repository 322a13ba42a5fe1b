"""What the environment says, read once and checked."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from payment_sandbox.behaviour import NORMAL, Behaviour


class BadSettings(SystemExit):
    """The environment cannot be used; the message says which variable and why."""


_API_KEY = re.compile(r"GM_REGION_([A-Z0-9]+)_SANDBOX_API_KEY")


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """
    One shop's access: what it calls with, and what webhooks about its payments are signed with. As in a provider's dashboard it may have
    two keys while it changes from one to the other: ``old,new``.
    """

    name: str
    api_key: str
    webhook_secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set. Durations are in seconds."""

    accounts: tuple[Account, ...]
    database: Path
    public_url: str | None = None  # None: the address that the caller used
    webhooks: Behaviour = NORMAL
    settle_s: float = 5.0
    stall_s: float = 35.0
    delivery_timeout_s: float = 10.0

    def webhook_secret_of(self, account: str) -> str:
        """Of an account by its name; one that is gone signs nothing that anybody could check."""
        return next((each.webhook_secret for each in self.accounts if each.name == account), "")


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. :raises BadSettings: naming the first variable that is missing or makes no sense"""
    try:
        return Settings(
            accounts=_accounts(environ),
            database=Path(_required(environ, "SANDBOX_DB")),
            public_url=environ.get("GM_SANDBOX_URL", "").rstrip("/") or None,
            webhooks=Behaviour.parse(environ.get("SANDBOX_WEBHOOKS", "normal")),
            settle_s=_seconds(environ, "SANDBOX_SETTLE_SECONDS", 5.0),
            stall_s=_seconds(environ, "SANDBOX_TIMEOUT_SECONDS", 35.0),
        )
    except ValueError as error:
        raise BadSettings(f"payment sandbox: {error}") from error


def _accounts(environ: Mapping[str, str]) -> tuple[Account, ...]:
    """One for each region that the environment has a key of."""
    regions = [found[1] for name in sorted(environ) if (found := _API_KEY.fullmatch(name))]
    if not regions:
        raise ValueError("GM_REGION_..._SANDBOX_API_KEY is not set for any region")
    return tuple(
        Account(
            name=region.lower(),
            api_key=_required(environ, f"GM_REGION_{region}_SANDBOX_API_KEY"),
            webhook_secret=_required(environ, f"GM_REGION_{region}_SANDBOX_WEBHOOK_SECRET"),
        )
        for region in regions
    )


def _required(environ: Mapping[str, str], name: str) -> str:
    value = environ.get(name, "")
    if not value:
        raise ValueError(f"{name} is not set")
    return value


def _seconds(environ: Mapping[str, str], name: str, default: float) -> float:
    text = environ.get(name, "")
    try:
        seconds = float(text) if text else default
    except ValueError:
        raise ValueError(f"{name} must be a number of seconds, not {text!r}") from None
    if not 0 <= seconds <= 86_400:
        raise ValueError(f"{name} must lie between 0 and 86400 seconds, not {text!r}")
    return seconds
