"""What the environment says, read once and checked."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from payment_sandbox.behaviour import NORMAL, Behaviour


class BadSettings(SystemExit):
    """The environment cannot be used; the message says which variable and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that can be set. Durations are in seconds."""

    api_key: str
    webhook_secret: str
    database: Path
    public_url: str | None = None  # None: the address that the caller used
    webhooks: Behaviour = NORMAL
    settle_s: float = 5.0
    stall_s: float = 35.0
    delivery_timeout_s: float = 10.0


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings. :raises BadSettings: naming the first variable that is missing or makes no sense"""
    try:
        return Settings(
            api_key=_required(environ, "GM_SANDBOX_API_KEY"),
            webhook_secret=_required(environ, "GM_SANDBOX_WEBHOOK_SECRET"),
            database=Path(_required(environ, "SANDBOX_DB")),
            public_url=environ.get("GM_SANDBOX_URL", "").rstrip("/") or None,
            webhooks=Behaviour.parse(environ.get("SANDBOX_WEBHOOKS", "normal")),
            settle_s=_seconds(environ, "SANDBOX_SETTLE_SECONDS", 5.0),
            stall_s=_seconds(environ, "SANDBOX_TIMEOUT_SECONDS", 35.0),
        )
    except ValueError as error:
        raise BadSettings(f"payment sandbox: {error}") from error


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
