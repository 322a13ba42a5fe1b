from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.apps.catalog import queries, services
from marketplace.apps.catalog.tests.factories import make_category, make_product, picture
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.testing import NOW

SHIRT = {
    "texts": {"en": {"title": "Linen shirt", "description_html": "<p>Cool</p><script>x</script>"}, "nl": {"title": "Linnen hemd"}},
    "brand": "Alma",
    "tags": ["summer"],
    "options": [{"name": {"en": "Size", "nl": "Maat"}, "values": [{"en": "S"}, {"en": "M"}]}],
    "variants": [
        {"option_values": [0], "prices": [{"minor": 4500, "currency": "EUR"}], "weight_g": 200},
        {
            "sku": "SH-M",
            "option_values": [1],
            "prices": [{"minor": 4700, "currency": "EUR"}],
            "compare_at": [{"minor": 5900, "currency": "EUR"}],
        },
    ],
    "images": [{"url": "https://cdn.example/shirt.jpg", "alt": {"en": "Front"}}],
    "countries": ["NL", "BE"],
}


@pytest.fixture
def vendor(tenant):
    return make_vendor()


@pytest.fixture
def token(vendor) -> str:
    return vendor_token(vendor.id)


def test_a_product_is_created_read_edited_published_and_archived(api, token):
    created = api.post("vendor/products", SHIRT, token=token)
    assert created.status_code == 201, created.content
    product = created.json()
    assert (product["status"], product["slug"]) == ("draft", "linen-shirt")
    assert product["texts"]["en"]["description_html"] == "<p>Cool</p>"
    assert [variant["sku"] for variant in product["variants"]] == ["linen-shirt-s", "SH-M"]

    path = f"vendor/products/{product['id']}"
    read = api.get(path, token=token)
    assert read.json() == product
    assert read["ETag"] == created["ETag"]

    edited = api.patch(path, {"brand": "Bela"}, token=token, etag=read["ETag"].strip('"'))
    assert (edited.status_code, edited.json()["brand"], edited.json()["tags"]) == (200, "Bela", ["summer"])

    published = api.post(f"{path}/publish", {}, token=token).json()
    assert (published["status"], published["shop_url"].partition("/products/")[2]) == ("published", "linen-shirt")
    draft = api.post(f"{path}/unpublish", {}, token=token).json()
    assert (draft["status"], draft["shop_url"]) == ("draft", None)
    assert api.post(f"{path}/archive", {}, token=token).json()["status"] == "archived"
    assert [item["id"] for item in api.get("vendor/products", token=token, status="archived").json()["items"]] == [product["id"]]


def test_an_edit_needs_the_present_etag(api, vendor, token):
    path = f"vendor/products/{make_product(vendor=vendor.id).id}"

    assert api.patch(path, {"brand": "B"}, token=token).status_code == 428
    assert api.patch(path, {"brand": "B"}, token=token, etag="old").status_code == 412


def test_a_repeated_request_creates_one_product(api, token):
    first = api.post("vendor/products", SHIRT, token=token, key="one-try")
    second = api.post("vendor/products", SHIRT, token=token, key="one-try")

    assert first.json() == second.json()
    assert len(api.get("vendor/products", token=token).json()["items"]) == 1


def test_errors_are_reported_by_field(api, token):
    variants = [{"prices": [{"minor": 1, "currency": "KWD"}]}]

    answer = api.post("vendor/products", {"texts": {"en": {}}, "variants": variants, "tax_class": "none"}, token=token)

    assert answer.status_code == 422
    assert {error["field"] for error in answer.json()["errors"]} >= {"tax_class", "texts.en.title"}


def named(sku: str, title: str = "Mug", **fields) -> dict:
    prices = [{"minor": 900, "currency": "EUR"}]
    return {"texts": {"en": {"title": title}}, "variants": [{"sku": sku, "prices": prices, **fields}]}


def test_a_sku_is_a_single_products_of_its_vendor(api, token):
    mug, bowl = (api.post("vendor/products", named(sku, title), token=token) for sku, title in (("A-1", "Mug"), ("B-1", "Bowl")))

    again = api.post("vendor/products", named("a-1", "Cup"), token=token)
    path, etag = f"vendor/products/{bowl.json()['id']}", bowl["ETag"].strip('"')
    edited = api.patch(path, {"variants": named("a-1")["variants"]}, token=token, etag=etag)

    for answer in (again, edited):
        assert (answer.status_code, [(error["field"], error["code"]) for error in answer.json()["errors"]]) == (
            422,
            [("variants.0.sku", "sku_taken")],
        )
    assert api.post("vendor/products", named("A-1"), token=vendor_token(make_vendor().id)).status_code == 201
    assert api.post("vendor/products", named("C-1", "Cup"), token=token).json()["slug"] == "cup"
    freed = api.patch(
        f"vendor/products/{mug.json()['id']}", {"variants": named("D-1")["variants"]}, token=token, etag=mug["ETag"].strip('"')
    )
    assert freed.status_code == 200, freed.content
    assert api.patch(path, {"variants": named("A-1")["variants"]}, token=token, etag=etag).status_code == 200


def test_a_product_without_a_sku_gets_one_that_no_other_has(api, token):
    made = [api.post("vendor/products", named("", "Mug"), token=token).json() for _ in range(3)]

    assert [product["variants"][0]["sku"] for product in made] == ["mug", "mug-2", "mug-3"]


@pytest.mark.parametrize("barcode", ["4006381333932", "8.71234E+12", "400638133393", "x"])
def test_a_barcode_is_a_gtin_whose_check_digit_fits(api, token, barcode):
    answer = api.post("vendor/products", named("A-1", barcode=barcode), token=token)

    assert (answer.status_code, [(error["field"], error["code"]) for error in answer.json()["errors"]]) == (
        422,
        [("variants.0.barcode", "invalid_barcode")],
    )


def test_a_barcode_is_kept_in_plain_digits(api, token):
    answer = api.post("vendor/products", named("A-1", barcode="4 006381-333931"), token=token)

    assert answer.json()["variants"][0]["barcode"] == "4006381333931"


def test_a_picture_is_uploaded_and_shown_at_an_address(api, vendor, token):
    product = make_product(vendor=vendor.id)
    path = f"vendor/products/{product.id}/images"
    file = SimpleUploadedFile("cup.png", picture(), content_type="image/png")

    answer = api.post(path, {"alt": "A cup", "language": "en"}, files={"file": file}, token=token)

    assert answer.status_code == 201, answer.content
    for folder in queries.get_product(vendor.id, product.id).folders_in_the_making:
        services.settle_picture(folder=folder, now=NOW)
    (image,) = api.get(f"vendor/products/{product.id}", token=token).json()["images"]
    assert (image["alt"], image["width"], image["url"].endswith(".webp")) == ({"en": "A cup"}, 40, True)


@pytest.mark.parametrize("content", [b"not a picture", b"%PDF-1.7"])
def test_a_file_that_is_no_picture_is_refused(api, vendor, token, content):
    path = f"vendor/products/{make_product(vendor=vendor.id).id}/images"

    answer = api.post(path, {}, files={"file": SimpleUploadedFile("x.png", content)}, token=token)

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "not_a_picture")


def test_another_vendors_product_is_not_there(api, token):
    foreign = make_product(vendor=make_vendor().id)
    path = f"vendor/products/{foreign.id}"

    assert api.get(path, token=token).status_code == 404
    assert api.patch(path, {"brand": "Mine"}, token=token, etag=foreign.etag).status_code == 404
    for move in ("publish", "unpublish", "archive"):
        assert api.post(f"{path}/{move}", {}, token=token).status_code == 404
    files = {"file": SimpleUploadedFile("cup.png", picture())}
    assert api.post(f"{path}/images", {}, files=files, token=token).status_code == 404


def test_an_id_that_is_none_is_not_there(api, token):
    for wrong in ("prod_x", "..%5C", "a%23b"):
        assert api.get(f"vendor/products/{wrong}", token=token).status_code == 404


def test_only_those_who_keep_the_catalogue_get_in(api, vendor):
    assert api.get("vendor/products").status_code == 401
    assert api.get("vendor/products", token=vendor_token(vendor.id, "accountant")).status_code == 403
    assert api.get("vendor/products", token=staff_token("admin")).status_code == 403
    assert api.get("admin/categories", token=vendor_token(vendor.id)).status_code == 403
    assert api.get("admin/categories", token=staff_token("support")).status_code == 403


def test_another_regions_token_opens_nothing(api, token, mena):
    assert api.get("vendor/products", tenant="mena", token=token).status_code == 421


def test_another_regions_product_is_not_there(api, vendor, mena):
    product = make_product(vendor=vendor.id)
    with tenancy.scope(mena):
        foreign = vendor_token(make_vendor().id)

    assert api.get(f"vendor/products/{product.id}", tenant="mena", token=foreign).status_code == 404


def test_staff_keeps_the_tree_of_categories(api, tenant):
    staff = staff_token("catalogue")

    created = api.post("admin/categories", {"names": {"en": "Home", "nl": "Wonen"}}, token=staff)
    assert (created.status_code, created.json()["slug"]) == (201, "home")
    below = api.post("admin/categories", {"names": {"en": "Mugs"}, "parent_id": created.json()["id"]}, token=staff).json()
    assert below["path"] == [created.json()["id"], below["id"]]

    path = f"admin/categories/{below['id']}"
    edited = api.patch(path, {"names": {"en": "Cups"}}, token=staff, etag="1")
    assert (edited.json()["names"], edited["ETag"]) == ({"en": "Cups"}, '"2"')
    assert api.patch(path, {"position": 3}, token=staff, etag="1").status_code == 412
    assert api.delete(f"admin/categories/{created.json()['id']}", token=staff, etag="1").status_code == 409
    assert api.delete(path, token=staff, etag="2").status_code == 204
    assert api.get(path, token=staff).status_code == 404


def test_a_category_that_the_region_lacks_is_refused(api, vendor, token, mena):
    with tenancy.scope(mena):
        foreign = make_category("foreign", names={"ar": "أكواب"})

    answer = api.post("vendor/products", {**SHIRT, "category_id": foreign.id}, token=token)

    assert [error["code"] for error in answer.json()["errors"]] == ["unknown_category"]
