"""The currencies of ISO 4217 and the digits of their minor units, read once from ``iso4217.toml``."""

from __future__ import annotations

import tomllib
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_name("iso4217.toml").read_text())

CURRENCY_DIGITS: dict[str, int] = {code: int(digits) for digits, codes in _TABLE.items() for code in codes.split()}
