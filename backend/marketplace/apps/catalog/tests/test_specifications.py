"""What a product is in single respects: entered with its kind, refused where it does not fit, and suggested to others of the category."""

from __future__ import annotations

from decimal import Decimal

import pytest

from marketplace.apps.catalog.domain.specifications import merged
from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.catalog.types import CategoryView, Product, Specification, SpecificationKind
from marketplace.apps.catalog.types.imported import ImportedSpecification
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token

MATERIAL = {"name": {"en": "Material", "nl": "Materiaal"}, "kind": "choice", "text": {"en": "Oak", "nl": "Eiken"}}
WIDTH = {"name": {"en": "Width"}, "kind": "number", "number": "120.50", "unit": "cm"}
FOLDS = {"name": {"en": "Folds"}, "kind": "yes_no", "is_so": False}
CARE = {"name": {"en": "Care"}, "kind": "text", "text": {"en": "Wipe with a damp cloth."}}


@pytest.fixture
def vendor(tenant):
    return make_vendor()


@pytest.fixture
def token(vendor) -> str:
    return vendor_token(vendor.id)


def edit(api, product: Product, token: str, *specifications: dict):
    return api.patch(f"vendor/products/{product.id}", {"specifications": list(specifications)}, token=token, etag=product.etag)


def test_each_kind_is_stored_with_its_value(api, vendor, token):
    answer = edit(api, make_product(vendor=vendor.id), token, MATERIAL, WIDTH, FOLDS, CARE)

    assert answer.status_code == 200, answer.content
    material, width, folds, care = answer.json()["specifications"]
    assert (material["name"], material["text"]) == (MATERIAL["name"], MATERIAL["text"])
    assert (width["kind"], width["number"], width["unit"]) == ("number", "120.5", "cm")
    assert (folds["is_so"], care["text"]) == (False, CARE["text"])


def test_an_edit_of_something_else_leaves_them(api, vendor, token):
    product = make_product(vendor=vendor.id)
    etag = edit(api, product, token, MATERIAL)["ETag"].strip('"')

    answer = api.patch(f"vendor/products/{product.id}", {"brand": "Alma"}, token=token, etag=etag)

    assert [one["name"] for one in answer.json()["specifications"]] == [MATERIAL["name"]]


@pytest.mark.parametrize(
    ("specification", "field"),
    [
        (WIDTH | {"number": None}, "number"),
        (WIDTH | {"number": "2000000000000"}, "number"),
        (WIDTH | {"text": {"en": "wide"}}, "text"),
        (WIDTH | {"unit": "centimetres or so, roughly"}, "unit"),
        (MATERIAL | {"text": {}}, "text"),
        (MATERIAL | {"text": {"en": "x" * 256}}, "text.en"),
        (MATERIAL | {"text": {"ja": "木"}}, "text.ja"),
        (MATERIAL | {"number": "1"}, "number"),
        (MATERIAL | {"name": {}}, "name"),
        (FOLDS | {"is_so": None}, "is_so"),
        (CARE | {"is_so": True}, "is_so"),
        (CARE | {"kind": "colour"}, "kind"),
    ],
)
def test_what_does_not_fit_its_kind_is_refused_by_field(api, vendor, token, specification, field):
    answer = edit(api, make_product(vendor=vendor.id), token, specification)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [f"specifications.0.{field}"]


def test_a_name_stands_once_letter_case_aside(api, vendor, token):
    answer = edit(api, make_product(vendor=vendor.id), token, MATERIAL, MATERIAL | {"name": {"en": "MATERIAL"}})

    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [("specifications.1.name", "repeated")]


def test_a_stale_edit_is_refused(api, vendor, token):
    product = make_product(vendor=vendor.id)
    edit(api, product, token, MATERIAL)

    assert edit(api, product, token, WIDTH).status_code == 412


def imported(label: str, **said) -> ImportedSpecification:
    return ImportedSpecification(label=label, said=Specification(**said))


def test_a_file_changes_what_it_names_and_leaves_the_rest():
    wood = Specification(name=MATERIAL["name"], kind=SpecificationKind.CHOICE, text=MATERIAL["text"])
    folds = Specification(name=FOLDS["name"], kind=SpecificationKind.YES_NO, is_so=False)
    width = Specification(name=WIDTH["name"], kind=SpecificationKind.NUMBER, number=Decimal("120.5"), unit="cm")
    said = [
        imported("Materiaal", name={"nl": "Materiaal"}, kind=SpecificationKind.CHOICE, text={"nl": "Grenen"}),
        imported("Width", name={"en": "Width"}, kind=SpecificationKind.NUMBER),
        imported("Depth", name={"en": "Depth"}, kind=SpecificationKind.NUMBER, number=Decimal("1.50")),
    ]

    after = merged([wood, folds, width], said)

    assert after[0].name == MATERIAL["name"]
    assert after[0].text == {"en": "Oak", "nl": "Grenen"}
    assert after[1] == folds
    assert [(one.name, str(one.number)) for one in after[2:]] == [({"en": "Depth"}, "1.5")]


def test_a_file_in_a_language_that_a_name_lacks_adds_none():
    wood = Specification(name={"en": "Wood"}, kind=SpecificationKind.CHOICE, text={"en": "Oak"})
    said = imported("Wood", name={"nl": "Wood"}, kind=SpecificationKind.CHOICE, text={"nl": ""})

    assert merged([wood], [said]) == [wood]


def suggestions(api, category: CategoryView, token: str):
    return api.get(f"vendor/categories/{category.id}/specifications", token=token)


@pytest.mark.django_db(transaction=True)
def test_the_names_kinds_units_and_words_of_a_category_are_suggested(api, vendor, token, drain):
    tables = make_category("tables")
    other = make_vendor()
    for owner, specifications in (
        (vendor, [MATERIAL, WIDTH]),
        (other, [MATERIAL | {"text": {"en": "Pine"}}]),
        (other, [MATERIAL | {"text": {"en": "oak"}}]),
    ):
        product = make_product(vendor=owner.id, category=tables)
        assert edit(api, product, vendor_token(owner.id), *specifications).status_code == 200
    for hidden in (make_product(vendor=other.id, category=tables, is_published=False), make_product(vendor=other.id)):
        edit(api, hidden, vendor_token(other.id), FOLDS)
    drain()

    material, width = suggestions(api, tables, token).json()["items"]

    assert (material["name"], material["kind"], material["product_count"]) == (MATERIAL["name"], "choice", 3)
    assert material["values"] == [MATERIAL["text"], {"en": "Pine"}]
    assert (width["units"], width["values"], width["product_count"]) == (["cm"], [], 1)


def test_suggestions_are_for_those_who_edit_products(api, vendor, token):
    tables = make_category("tables")

    assert suggestions(api, tables, vendor_token(vendor.id, "fulfilment")).status_code == 403
    assert suggestions(api, tables, staff_token("catalogue")).status_code == 403
    assert api.get(f"vendor/categories/{tables.id}/specifications").status_code == 401
    assert api.get("vendor/categories/cat_none/specifications", token=token).status_code == 404
