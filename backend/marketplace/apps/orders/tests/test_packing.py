"""What a vendor prints to pack parcels, over HTTP."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from marketplace.apps.orders.tests.factories import make_order, part_of, send_parcel
from marketplace.apps.vendors.tests.factories import vendor_token

pytestmark = pytest.mark.usefixtures("tenant", "sandbox")


def pages_of(answer):
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]


@pytest.fixture
def orders(mug):
    return [part_of(make_order((mug, quantity)), mug) for quantity in (3, 2)]


def test_each_order_has_a_slip_with_what_is_left_to_send(api, mug, orders):
    first, second = orders
    send_parcel(first, 1)

    slips = pages_of(api.get("vendor/packing-slips.pdf", token=vendor_token(mug.vendor_id, "fulfilment"), orders=f"{second.id},{first.id}"))

    assert len(slips) == 2
    for slip, order in zip(slips, [second, first], strict=True):
        assert order.number in slip
        assert "Noor Jansen" in slip
        assert first.lines[0].sku in slip
        assert slip.count("2\n") >= 1


def test_the_pick_list_adds_up_what_is_left_of_a_variant(api, mug, orders):
    send_parcel(orders[0], 1)
    token, ids = vendor_token(mug.vendor_id, "fulfilment"), ",".join(order.id for order in orders)

    [page] = pages_of(api.get("vendor/pick-list.pdf", token=token, orders=ids))
    arabic = pages_of(api.get("vendor/pick-list.pdf", token=token, orders=ids, lang="nl"))[0]

    assert page.count(orders[0].lines[0].sku) == 1
    assert "4" in page.split()
    assert "Picklijst" in arabic


@pytest.mark.parametrize("path", ["vendor/packing-slips.pdf", "vendor/pick-list.pdf"])
def test_who_may_not_print_them_and_what_is_no_order_is_refused(api, mug, pan, orders, path):
    mine = orders[0].id

    assert api.get(path, token=vendor_token(mug.vendor_id, "accountant"), orders=mine).status_code == 403
    assert api.get(path, token=vendor_token(pan.vendor_id, "owner"), orders=mine).status_code == 404
    assert api.get(path, orders=mine).status_code == 401
    for wrong in ("", "vord_1", ",".join([mine[:-2] + f"{n:02}" for n in range(51)])):
        refused = api.get(path, token=vendor_token(mug.vendor_id, "owner"), orders=wrong)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "orders")
