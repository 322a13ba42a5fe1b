"""How the region's shop looks."""

from __future__ import annotations

from marketplace.apps.content.region_settings import SHOP_COLOUR, SHOP_LOGO_URL
from marketplace.apps.content.types import Brand


def get_brand() -> Brand:
    """As the region's settings say."""
    return Brand(
        colour=SHOP_COLOUR.current() or None,
        logo_url=SHOP_LOGO_URL.current() or None,
    )
