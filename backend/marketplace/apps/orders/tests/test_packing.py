"""What a vendor prints to pack parcels, over HTTP."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.orders import queries
from marketplace.apps.orders.tests.factories import KUWAIT, make_cart, make_listing, make_order, part_of, place, send_parcel
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.foundation import tenancy

pytestmark = pytest.mark.usefixtures("tenant", "sandbox")


def pages_of(answer):
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]


def placed(cart):
    done = place(cart)
    return queries.get_order(done.checkout.order_owner, done.checkout.order_id)


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
        assert f"{first.lines[0].title} {first.lines[0].sku} 2" in slip.splitlines()


def test_the_pick_list_adds_up_what_is_left_of_a_variant(api, mug, orders):
    send_parcel(orders[0], 1)
    token, ids = vendor_token(mug.vendor_id, "fulfilment"), ",".join(order.id for order in orders)

    [page] = pages_of(api.get("vendor/pick-list.pdf", token=token, orders=ids))
    dutch = pages_of(api.get("vendor/pick-list.pdf", token=token, orders=ids, lang="nl"))[0]

    sku = orders[0].lines[0].sku
    assert page.count(sku) == 1
    assert f"{sku} {orders[0].lines[0].title} 4 " in page
    assert "Picklijst" in dutch


def test_nothing_that_a_packer_needs_is_cut(api, mug):
    title = " ".join(f"gown{number}" for number in range(20))
    gown = make_product(vendor=mug.vendor_id, title=title, sizes=["Small", "Extra large"], stock=40)
    note = "Please ring twice, the bell is weak and the hall is long.\nLeave it at number 12." + " Thanks" * 50
    first = part_of(placed(make_cart((gown, 1), note=note)), gown)
    others = [part_of(make_order((gown, 1)), gown) for _ in range(5)]
    token = vendor_token(mug.vendor_id, "fulfilment")

    [slip] = pages_of(api.get("vendor/packing-slips.pdf", token=token, orders=first.id))
    [picks] = pages_of(api.get("vendor/pick-list.pdf", token=token, orders=",".join(order.id for order in [first, *others])))

    assert "…" not in slip + picks
    assert " ".join(note.split()) in " ".join(slip.split())
    assert set(title.split()) <= set(slip.split())
    assert set(title.split()) <= set(picks.split())
    assert "Small" in slip.split()
    assert all(order.number in picks for order in [first, *others])


def test_a_slip_for_a_customer_who_reads_arabic_is_in_arabic(api, mena):
    with tenancy.scope(mena):
        lamp = make_listing(price_minor=12345)
        order = part_of(placed(make_cart((lamp, 3), address=KUWAIT, language="ar")), lamp)
        token = vendor_token(lamp.vendor_id, "fulfilment")

    [slip] = pages_of(api.get("vendor/packing-slips.pdf", token=token, tenant="mena", orders=order.id))

    assert any(word in slip for word in ("قسيمة التعبئة", "قسيمة التعبئة"[::-1]))
    assert order.number in slip
    assert f"3 {order.lines[0].sku} " in slip


@pytest.mark.parametrize("path", ["vendor/packing-slips.pdf", "vendor/pick-list.pdf"])
def test_who_may_not_print_them_and_what_is_no_order_is_refused(api, mug, pan, orders, path):
    mine = orders[0].id

    assert api.get(path, token=vendor_token(mug.vendor_id, "accountant"), orders=mine).status_code == 403
    assert api.get(path, token=vendor_token(pan.vendor_id, "owner"), orders=mine).status_code == 404
    assert api.get(path, orders=mine).status_code == 401
    for wrong in ("", "vord_1", ",".join([mine[:-2] + f"{n:02}" for n in range(51)])):
        refused = api.get(path, token=vendor_token(mug.vendor_id, "owner"), orders=wrong)
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "orders")
