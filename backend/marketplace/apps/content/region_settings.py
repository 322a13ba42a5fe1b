"""How a region's shop looks: what an operator sets, and web apps read from ``store/region``."""

from __future__ import annotations

import re

from marketplace.foundation.tenancy.settings import text

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_ADDRESS = re.compile(r"(https://[!-~]{1,490})?")

SHOP_COLOUR = text(
    "shop_colour", pattern=_COLOUR, unit="as #0f5c4d", described_default="the web shop's own", description="The main colour of the web shop"
)
SHOP_LOGO_URL = text(
    "shop_logo_url",
    pattern=_ADDRESS,
    unit="https address",
    described_default="the region's name in letters",
    description="The logo of the web shop, as SVG or PNG",
)
