"""Where nothing can be exchanged the shop says why, before anybody asks for it."""

from __future__ import annotations

import pytest

from marketplace.apps.accounts.tests.factories import customer_token
from marketplace.apps.orders.tests.factories import CASH, deliver_all, make_order, part_of
from marketplace.apps.returns.tests.handling import guest
from marketplace.foundation import clock

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]


def bought(product, drain, **options):
    part = deliver_all(part_of(make_order((product, 1), now=clock.now(), **options), product), now=clock.now())
    drain()
    return part


def shown(api, part, **who):
    """What the shop says about exchanges of the order's only part."""
    (found,) = api.get(f"store/orders/{part.order_id}/return-options", **who).json()["parts"]
    return found["exchange_refusal"], found["exchanges"]


def refused(api, part, variant_id, **who):
    wanted = {"line_id": part.lines[0].line_id, "quantity": 1, "exchange_for": variant_id}
    answer = api.post(f"store/orders/{part.order_id}/returns", {"lines": [wanted], "reason": "damaged"}, **who)
    assert answer.status_code == 422, answer.content
    return [error["code"] for error in answer.json()["errors"]]


def test_a_guest_has_no_account_to_refund_to(api, shirt, drain):
    part = bought(shirt, drain)
    who = {"headers": guest(part)}

    assert shown(api, part, **who) == ("guest", {})
    assert refused(api, part, shirt.variants[1].id, **who) == ["no_exchange_guest"]


def test_what_was_paid_on_delivery_is_returned_for_its_money(api, shirt, buyer, drain):
    part = bought(shirt, drain, payment=CASH, customer_id=buyer)
    who = {"token": customer_token(buyer)}

    assert shown(api, part, **who) == ("paid_on_delivery", {})
    assert refused(api, part, shirt.variants[1].id, **who) == ["no_exchange_paid_on_delivery"]


def test_a_customer_who_paid_before_is_offered_the_other_variants(api, worn, shirt, buyer):
    reason, exchanges = shown(api, worn, token=customer_token(buyer))

    assert reason is None
    assert [option["variant_id"] for option in exchanges[worn.lines[0].line_id]] == [shirt.variants[1].id]


def test_nothing_is_said_where_there_is_no_other_variant(api, mug, drain):
    part = bought(mug, drain)

    assert shown(api, part, headers=guest(part)) == (None, {})
