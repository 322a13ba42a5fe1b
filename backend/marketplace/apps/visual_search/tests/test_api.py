"""Search by picture over HTTP: the shop's, the vendor's advice, and staff's pairs."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_product, picture, set_stock
from marketplace.apps.catalog.types import Product, ProductChanges, ProductRef
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.apps.visual_search import services
from marketplace.apps.visual_search.models import PictureMatch, ProductPicture
from marketplace.apps.visual_search.queries.alike import MAX_BYTES
from marketplace.apps.visual_search.services.looking import MOST_FAILURES
from marketplace.apps.visual_search.tests.factories import drawing, look, make_match, shown, stripes
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.blobs import delete_blob
from marketplace.kit.ids import ProductId
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

FRESH = {"Cache-Control": "no-cache"}


def search(api: Any, content: bytes, **options: Any) -> Any:
    file = SimpleUploadedFile("picture.png", content, "image/png")
    return api.post("store/picture-searches", {}, files={"file": file}, **options)


def ids(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [item["id"] for item in answer.json()["items"]]


@pytest.fixture
def bottle(drain: Any) -> Product:
    made = shown(drawing("bottle"))
    drain()
    return made


class TestSearch:
    def test_a_picture_finds_what_looks_like_it_first(self, api, bottle, drain):
        ball = shown(drawing("ball"))
        drain()
        look(bottle, ball)

        assert ids(search(api, drawing("ball", size=300, kind="JPEG")))[0] == ball.id
        assert ids(search(api, drawing("bottle", background="whitesmoke")))[0] == bottle.id

    def test_nothing_of_the_upload_is_kept(self, api, bottle):
        look(bottle)
        before = ProductPicture.objects.count()

        search(api, drawing("ball"))

        assert ProductPicture.objects.count() == before

    def test_what_cannot_be_sold_is_not_shown(self, api, bottle, drain):
        look(bottle)
        set_stock(bottle, 0)
        drain()

        assert ids(search(api, drawing("bottle"))) == []

    @pytest.mark.parametrize(
        ("content", "status", "code"),
        [
            (b"GIF89a-nothing", 422, "not_a_picture"),
            (drawing()[:200], 422, "damaged_picture"),
            (picture(width=2001, height=2000), 422, "too_many_pixels"),
            (b"\x89PNG" + b"0" * MAX_BYTES, 413, None),
        ],
    )
    def test_what_is_no_picture_or_too_large_is_refused(self, api, content, status, code):
        answer = search(api, content)

        assert answer.status_code == status
        assert code is None or answer.json()["errors"][0]["code"] == code

    def test_a_region_without_it_has_none(self, api, bottle):
        etag = api.get("admin/region", token=staff_token())["ETag"].strip('"')
        api.patch("admin/region", {"features": {"picture_search": False}, "reason": "Test"}, token=staff_token(), etag=etag)

        refused = search(api, drawing())

        assert (refused.status_code, refused.json()["code"]) == (404, "picture_search_off")


class TestLooksAlike:
    def test_a_product_leads_to_what_looks_like_it_and_not_to_itself(self, api, bottle, drain):
        other, ball = shown(drawing("bottle", background="whitesmoke")), shown(drawing("ball"))
        drain()
        look(bottle, other, ball)

        found = ids(api.get(f"store/products/{bottle.slug}/looks-alike", headers=FRESH))

        assert found[0] == other.id
        assert bottle.id not in found

    def test_a_product_that_nobody_has_looked_at_leads_nowhere(self, api, bottle):
        assert ids(api.get(f"store/products/{bottle.slug}/looks-alike", headers=FRESH)) == []

    def test_a_page_goes_without_it_where_comparing_takes_too_long(self, api, bottle, drain):
        other = shown(drawing("bottle", background="whitesmoke"))
        drain()
        look(bottle, other)

        def sleep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if "WITH target AS" in str(sql):
                execute("SELECT pg_sleep(30)", None, False, context)
            return execute(sql, params, many, context)

        with connections[tenancy.current().slug].execute_wrapper(sleep):
            assert ids(api.get(f"store/products/{bottle.slug}/looks-alike", headers=FRESH)) == []
        assert ids(api.get(f"store/products/{bottle.slug}/looks-alike", headers=FRESH)) == [other.id]

    def test_an_unknown_product_is_404(self, api):
        assert api.get("store/products/none/looks-alike").status_code == 404


class TestLooking:
    def test_an_event_notes_a_picture_once(self, bottle, drain):
        drain()
        assert look(bottle) == 1

        assert (look(bottle), ProductPicture.objects.count()) == (0, 1)

    def test_a_picture_that_is_shown_no_more_is_forgotten(self, bottle):
        look(bottle)

        catalog_services.edit_product(
            vendor_id=bottle.vendor_id,
            product_id=ProductId(bottle.id),
            changes=ProductChanges(images=[]),
            etag=bottle.etag,
            now=NOW,
        )
        look(bottle)

        assert not ProductPicture.objects.exists()

    def test_a_file_that_is_gone_is_left_after_some_tries_and_stops_no_other(self, bottle):
        chair = shown(drawing("chair"))
        delete_blob(bottle.images[0].small_path)

        assert look(bottle, chair) == 1

        gone = ProductPicture.objects.get(product_id=bottle.id)
        assert (gone.failures, gone.vector) == (MOST_FAILURES, None)

    def test_a_picture_that_may_have_killed_a_worker_is_looked_at_alone_and_last(self, bottle):
        chair = shown(drawing("chair"))
        services.note_pictures([ProductRef(made.vendor_id, ProductId(made.id)) for made in (bottle, chair)], now=NOW)
        ProductPicture.objects.filter(product_id=bottle.id).update(failures=MOST_FAILURES - 1)
        delete_blob(bottle.images[0].small_path)

        assert services.look_at_pictures(now=NOW, patience_s=60) == 1

        failures = dict(ProductPicture.objects.values_list("product_id", "failures"))
        assert failures == {bottle.id: MOST_FAILURES, chair.id: 0}

    def test_pictures_from_before_are_noted_by_the_command(self, bottle):
        assert services.note_all_pictures(now=NOW) == 1
        assert services.look_at_pictures(now=NOW, patience_s=60) == 1


class TestAdvice:
    def test_a_vendor_reads_what_could_be_better(self, api):
        product = shown(stripes(500))
        token = vendor_token(product.vendor_id)
        path = f"vendor/products/{product.id}/picture-advice"
        assert [item["is_looked_at"] for item in api.get(path, token=token).json()["items"]] == [False]

        look(product)

        (item,) = api.get(path, token=token).json()["items"]
        assert (item["image_id"], item["advice"]) == (product.images[0].id, ["small", "busy_background"])

    def test_another_vendor_does_not(self, api):
        product = shown(drawing())

        assert api.get(f"vendor/products/{product.id}/picture-advice", token=vendor_token(make_vendor().id)).status_code == 404


class TestMatches:
    def test_two_vendors_with_one_picture_are_a_pair_once(self, bottle):
        copy = shown(drawing("bottle", size=700, kind="JPEG"))
        look(bottle, copy)
        look(bottle, copy)

        (match,) = PictureMatch.objects.all()
        assert {match.earlier_product_id, match.later_product_id} == {bottle.id, copy.id}
        assert match.similarity > 0.72

    def test_one_vendor_may_show_its_picture_often(self, bottle):
        again = shown(drawing("bottle", size=700), product=make_product(vendor=bottle.vendor_id))
        look(bottle, again)

        assert not PictureMatch.objects.exists()

    def test_staff_decide_a_pair_once_with_a_reason(self, api, bottle):
        match_id, token = make_match(bottle, make_listing()), staff_token("catalogue")
        assert [item["id"] for item in api.get("admin/picture-matches", token=token).json()["items"]] == [match_id]

        decided = api.post(f"admin/picture-matches/{match_id}/decide", {"state": "copied", "reason": "Watermark"}, token=token)

        assert (decided.status_code, decided.json()["state"], decided.json()["reason"]) == (200, "copied", "Watermark")
        assert api.get("admin/picture-matches", token=token).json()["items"] == []
        assert AuditEntry.objects.filter(action="picture_match.decided").count() == 1
        again = api.post(f"admin/picture-matches/{match_id}/decide", {"state": "allowed", "reason": "No"}, token=token)
        assert (again.status_code, again.json()["code"], again.json()["state"]) == (409, "picture_match_decided", "copied")

    @pytest.mark.parametrize("role", ["finance", "support"])
    def test_other_staff_do_not(self, api, bottle, role):
        match_id = make_match(bottle, make_listing())

        refused = api.post(f"admin/picture-matches/{match_id}/decide", {"state": "copied", "reason": "No"}, token=staff_token(role))

        assert refused.status_code == 403

    def test_an_unknown_pair_is_404(self, api):
        answer = api.post("admin/picture-matches/pmt_none/decide", {"state": "copied", "reason": "No"}, token=staff_token())

        assert answer.status_code == 404
