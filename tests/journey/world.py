"""What the journey knows: where the servers are, who takes part, and what has been sold so far."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from amounts import Part, Terms
from callers import Caller
from mails import Mailbox
from narration import Narrator, Stopped
from product_files import ProductsFile

PASSWORD = "a-journey-of-1000-miles"
DEMO_STAFF = "admin@demo.example"
DEMO_PASSWORD = "marketplace-demo"
GATEWAYS = ("stripe", "mollie", "momo")
SETTINGS = ("GM_PORT_BASE", "GM_MAIL_DIR", "GM_SANDBOX_URL", "GM_REGION_EU_SANDBOX_API_KEY")


@dataclass(kw_only=True)
class Vendor:
    """A vendor and its owner. ``terms`` are the operator's."""

    name: str
    country: str
    currency: str
    terms: Terms
    file: ProductsFile
    owner: Caller
    email: str
    iban: str
    bic: str = ""
    id: str = ""
    slug: str = ""
    method_id: str = ""
    payout_id: str = ""

    @property
    def region(self) -> str:
        return self.owner.region


@dataclass(kw_only=True)
class Order:
    """An order, with what each vendor's part must show. ``parts`` are by vendor id."""

    id: str
    number: str
    token: str = ""
    payment_id: str = ""
    parts: dict[str, Part] = field(default_factory=dict)
    vendor_orders: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(part.total for part in self.parts.values())


@dataclass(kw_only=True)
class World:
    """Everything that chapters hand on to each other."""

    narrator: Narrator
    port: int
    mail_folder: Path
    sandbox_url: str
    sandbox_key: str
    run: str
    gateways: dict[str, str] = field(default_factory=dict)  # where the stand-ins are that the servers were started with
    staff: dict[str, Caller] = field(default_factory=dict)
    regions: dict[str, Any] = field(default_factory=dict)
    vendors: dict[str, Vendor] = field(default_factory=dict)
    orders: dict[str, Order] = field(default_factory=dict)
    paid: list[tuple[str, str, int, str]] = field(default_factory=list)

    def caller(self, name: str, region: str, *, language: str = "en") -> Caller:
        return Caller(name, region, self.port, language=language)

    def mailbox(self, address: str) -> Mailbox:
        return Mailbox(self.mail_folder, address)

    def address(self, who: str) -> str:
        """An e-mail address that nobody has had in an earlier run."""
        return f"{who}.{self.run}@journey.example"


def read_world(narrator: Narrator) -> World:
    """The world as the environment describes it. :raises Stopped: naming what is missing"""
    missing = [name for name in SETTINGS if not os.environ.get(name)]
    if missing:
        raise Stopped(f"{', '.join(missing)} not set: start the journey with make journey, which reads .local/env.")
    return World(
        narrator=narrator,
        port=int(os.environ["GM_PORT_BASE"]),
        mail_folder=Path(os.environ["GM_MAIL_DIR"]),
        sandbox_url=os.environ["GM_SANDBOX_URL"],
        sandbox_key=os.environ["GM_REGION_EU_SANDBOX_API_KEY"],
        gateways={name: url for name in GATEWAYS if (url := os.environ.get(f"GM_{name.upper()}_URL"))},
        run=f"{time.time_ns() // 1_000_000:x}"[-7:],
    )
