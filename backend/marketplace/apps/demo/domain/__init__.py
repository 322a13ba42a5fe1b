"""The demo catalogue: about 300 products of 8 vendors in two regions, written and drawn by ourselves. No Django in here."""

from marketplace.apps.demo.domain.catalogue import load_demo
from marketplace.apps.demo.domain.pictures import draw
from marketplace.apps.demo.domain.types import (
    DemoCatalogue,
    DemoCategory,
    DemoOption,
    DemoOptionValue,
    DemoPrice,
    DemoProduct,
    DemoVariant,
    DemoVendor,
    ImageSpec,
    ProductText,
    Texts,
)

__all__ = [
    "DemoCatalogue",
    "DemoCategory",
    "DemoOption",
    "DemoOptionValue",
    "DemoPrice",
    "DemoProduct",
    "DemoVariant",
    "DemoVendor",
    "ImageSpec",
    "ProductText",
    "Texts",
    "draw",
    "load_demo",
]
