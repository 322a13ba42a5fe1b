"""The demo catalogue: about 300 products of 8 vendors in two regions, written and drawn by ourselves. No Django in here."""

from marketplace.apps.catalog.demo.catalogue import load_demo
from marketplace.apps.catalog.demo.pictures import draw
from marketplace.apps.catalog.demo.types import (
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
