"""What other terms would have made of sales: by the code that freezes commissions, so that the present terms give what is in the ledger."""

from __future__ import annotations

import pytest

from marketplace.apps.catalog.tests.factories import make_category, make_product
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.ledger.types import TransactionType, vendor_account
from marketplace.apps.orders.tests.factories import cancel_units, make_listing, make_order, part_of
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.models import CommissionPlanVersion
from marketplace.apps.vendors.tests.factories import vendor_token
from marketplace.apps.vendors.types import CommissionTerms
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money, total
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]

PRESENT = {"percent_bp": 1_000, "fixed": {"EUR": 30}, "cap": {"EUR": 900}}


def listing(**more):
    return make_listing(commission=CommissionTerms(**PRESENT), **more)


def preview(api, vendor_id, terms, *, token="", **more):
    path = f"admin/vendors/{vendor_id}/commission-plan/previews"
    return api.post(path, {**terms, **more}, token=token or staff_token("finance"))


def in_ledger(part, type):
    rows = ledger_queries.rows_of_vendor_orders([part.id])
    return total((row.amount for row in rows if row.type == type), part.total.currency)


def money(value):
    return Money(value["minor"], value["currency"])


def test_the_terms_in_force_give_what_is_in_the_ledger(api):
    mug, lamp = listing(price_minor=1999), listing(price_minor=5000)
    part = part_of(make_order((mug, 3), (lamp, 1)), mug)

    (sale,) = preview(api, mug.vendor_id, PRESENT, order_id=part.order_id).json()["items"]

    assert (sale["vendor_order_id"], sale["number"]) == (part.id, part.number)
    assert money(sale["was"]["commission"]) == in_ledger(part, TransactionType.COMMISSION) != Money(0, "EUR")
    assert money(sale["was"]["vat"]) == in_ledger(part, TransactionType.COMMISSION_VAT) != Money(0, "EUR")
    assert money(sale["was"]["earnings"]) == ledger_queries.get_balance(vendor_account(mug.vendor_id), "EUR")
    assert sale["would_be"] == sale["was"]
    assert [line["line_id"] for line in sale["lines"]] == [line.line_id for line in part.lines]


def test_other_terms_change_the_commission_its_vat_and_what_the_vendor_earns(api):
    mug = listing(price_minor=2000)
    part = part_of(make_order((mug, 2)), mug)

    (sale,) = preview(api, mug.vendor_id, {"percent_bp": 2_000}, order_id=part.order_id).json()["items"]

    assert money(sale["amount"]) == Money(4000 + 500, "EUR")
    assert money(sale["was"]["commission"]) == Money(460, "EUR")
    assert money(sale["would_be"]["commission"]) == Money(800, "EUR")
    assert money(sale["would_be"]["vat"]) == Money(168, "EUR")
    assert money(sale["would_be"]["earnings"]) == Money(4500 - 800 - 168, "EUR")


def test_a_category_of_the_product_decides(api):
    category = make_category()
    vendor_id = listing().vendor_id
    mug = make_product(vendor=vendor_id, price=Money(2000, "EUR"), stock=5, category=category)
    part = part_of(make_order((mug, 1)), mug)

    answer = preview(api, vendor_id, {"percent_bp": 0, "category_overrides": {category.id: 500}}, order_id=part.order_id)

    assert money(answer.json()["items"][0]["would_be"]["commission"]) == Money(100, "EUR")


def test_without_an_order_the_last_ones_are_shown_the_newest_first(api, drain):
    mug, other = listing(stock=20), listing()
    parts = [part_of(make_order((mug, 1)), mug) for _ in range(2)]
    make_order((other, 1))
    cancel_units(parts[0])
    drain()

    found = preview(api, mug.vendor_id, PRESENT).json()["items"]

    assert {sale["vendor_order_id"] for sale in found} == {part.id for part in parts}
    assert [sale["placed_at"] for sale in found] == sorted((sale["placed_at"] for sale in found), reverse=True)


def test_a_vendor_without_sales_has_nothing_to_show(api):
    assert preview(api, listing().vendor_id, PRESENT).json() == {"items": []}


def test_nothing_is_stored(api):
    mug = listing()
    part = part_of(make_order((mug, 1)), mug)
    rows = len(ledger_queries.rows_of_vendor_orders([part.id]))
    versions = CommissionPlanVersion.objects.filter(vendor_id=mug.vendor_id).count()

    preview(api, mug.vendor_id, {"percent_bp": 2_000}, order_id=part.order_id)

    assert CommissionPlanVersion.objects.filter(vendor_id=mug.vendor_id).count() == versions
    assert len(ledger_queries.rows_of_vendor_orders([part.id])) == rows


def test_another_vendors_order_and_nobodys_are_not_found(api):
    mug, other = listing(), listing()
    foreign = part_of(make_order((other, 1)), other)

    assert preview(api, mug.vendor_id, PRESENT, order_id=foreign.order_id).status_code == 404
    assert preview(api, mug.vendor_id, PRESENT, order_id=new_id("ord", at=NOW)).status_code == 404
    assert preview(api, "ven_absent", PRESENT).status_code == 404


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"percent_bp": 10_001}, "percent_bp"),
        ({"percent_bp": 1, "fixed": {"USD": 1}}, "fixed.USD"),
        ({"percent_bp": 1, "floor": {"EUR": 100}, "cap": {"EUR": 1}}, "floor.EUR"),
        ({}, "percent_bp"),
        ({"percent_bp": 1, "reason": "x"}, "reason"),
    ],
)
def test_terms_that_no_plan_could_have_are_refused_by_field(api, terms, field):
    answer = preview(api, listing().vendor_id, terms)

    assert (answer.status_code, [error["field"] for error in answer.json()["errors"]]) == (422, [field])


@pytest.mark.parametrize("role", ["support", "catalogue"])
def test_only_those_who_set_plans_try_them(api, role):
    assert preview(api, listing().vendor_id, PRESENT, token=staff_token(role)).status_code == 403


def test_a_vendor_tries_no_plan(api):
    mug = listing()

    assert preview(api, mug.vendor_id, PRESENT, token=vendor_token(mug.vendor_id)).status_code == 403
