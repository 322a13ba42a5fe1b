"""The regions: where their API is, and what people there say. ``make up``'s are the default; ``LOAD_EU`` and ``LOAD_MENA`` name others."""

from __future__ import annotations

import os
from typing import Any, NamedTuple
from urllib.parse import urlsplit

SOLD_OUT = "out"  # of a variant's stock


class Place(NamedTuple):
    api_url: str
    api_host: str
    country: str
    languages: tuple[str, ...]
    words: dict[str, tuple[str, ...]]
    address: dict[str, Any]
    vendors: tuple[str, ...]


def _place(slug: str, **given: Any) -> Place:
    """A region of a cluster by the address of its API, such as https://api.staging.globalmarket.eu; else that of ``make up``."""
    port = os.environ.get("GM_PORT_BASE", "8000")
    if url := os.environ.get(f"LOAD_{slug.upper()}"):
        return Place(api_url=url.rstrip("/"), api_host=urlsplit(url).netloc, **given)
    return Place(api_url=f"http://127.0.0.1:{port}", api_host=f"api.{slug}.localhost:{port}", **given)


PLACES = (
    _place(
        "eu",
        country="NL",
        languages=("en", "nl", "de", "fr"),
        words={
            "en": ("stoneware mug", "linen", "watering can", "gift for mother", "blue bowl"),
            "nl": ("mok", "linnen", "gieter", "theepot", "kaars"),
            "de": ("Becher", "Leinen", "Gießkanne", "Teekanne", "Kerze"),
            "fr": ("tasse", "lin", "arrosoir", "théière", "bougie"),
        },
        address={
            "name": "Noor de Vries",
            "line1": "Herengracht 1",
            "postcode": "1015 BA",
            "city": "Amsterdam",
            "country": "NL",
            "phone": "020 123 4567",
        },
        vendors=tuple(f"{name}@demo.example" for name in ("atelier-noord", "maison-tisserand", "waldweg", "voltaro")),
    ),
    _place(
        "mena",
        country="AE",
        languages=("ar", "en"),
        words={"ar": ("فنجان", "كتان", "إبريق", "شمعة"), "en": ("coffee cup", "linen", "incense", "lantern")},
        address={"name": "ليلى حداد", "line1": "شارع الوصل ١٢", "city": "دبي", "region": "DU", "country": "AE", "phone": "+971501234567"},
        vendors=tuple(f"{name}@demo.example" for name in ("dar-al-nakhla", "bayt-al-oud", "khayt")),
    ),
)
