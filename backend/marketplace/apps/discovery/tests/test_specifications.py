"""What products are, as customers narrow lists by it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.catalog.types import Specification, SpecificationKind
from marketplace.apps.discovery.tests.reading import counts, titles
from marketplace.apps.vendors.tests.factories import make_vendor

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

Get = Callable[..., Any]


def test_lists_are_narrowed_by_what_products_are(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor()
    oak = Specification(name={"en": "Wood", "nl": "Hout"}, kind=SpecificationKind.CHOICE, text={"en": "Oak", "nl": "Eiken"})
    wide = Specification(name={"en": "Width"}, kind=SpecificationKind.NUMBER, number=Decimal("120.5"), unit="cm")
    cold = Specification(name={"en": "Stands"}, kind=SpecificationKind.NUMBER, number=Decimal(-5), unit="°C")
    folds = Specification(name={"en": "Folds"}, kind=SpecificationKind.YES_NO, is_so=True)
    care = Specification(name={"en": "Care"}, kind=SpecificationKind.TEXT, text={"en": "Wipe with a chamois."})
    make_product(vendor=vendor.id, title="Table", specifications=[oak, wide, cold, folds, care])
    make_product(vendor=vendor.id, title="Bench", sizes=["S", "M"], specifications=[oak])
    make_product(vendor=vendor.id, title="Lamp")
    drain()

    answer = get("products", lang="nl")
    facets = {facet["field"]: facet for facet in answer["facets"] if facet["field"].startswith("option.")}

    assert {field: facet["label"] for field, facet in facets.items()} == {
        "option.wood": "Hout",
        "option.width": "Width",
        "option.stands": "Stands",
        "option.folds": "Folds",
        "option.size": "Size",
    }
    assert [facets[f"option.{name}"]["values"] for name in ("wood", "width", "stands", "folds")] == [
        [{"value": "oak", "label": "Eiken", "count": 2}],
        [{"value": "120 5 cm", "label": "120,5 cm", "count": 1}],
        [{"value": "minus 5 c", "label": "-5 °C", "count": 1}],
        [{"value": "yes", "label": "Ja", "count": 1}],
    ]
    assert sorted(titles(get("products", **{"option.wood": "oak"}))) == ["Bench", "Table"]
    assert titles(get("products", **{"option.wood": "oak", "option.size": "m"})) == ["Bench"]
    assert titles(get("products", **{"option.width": "120 5 cm", "option.folds": "yes", "option.stands": "minus 5 c"})) == ["Table"]
    assert titles(get("products", **{"option.folds": "no"})) == []
    assert titles(get("products", q="chamois")) == ["Table"]


def test_an_option_and_a_specification_of_one_name_are_one_facet(get: Get, drain: Callable[..., None]) -> None:
    vendor = make_vendor()
    small = Specification(name={"en": "size"}, kind=SpecificationKind.CHOICE, text={"en": "s"})
    make_product(vendor=vendor.id, title="Shirt", sizes=["S", "M"], specifications=[small])
    make_product(vendor=vendor.id, title="Cap", specifications=[small])
    drain()

    assert counts(get("products"), "option.size") == {"s": 2, "m": 1}
