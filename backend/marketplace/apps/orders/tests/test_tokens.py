"""A guest's link to an order lasts longer than the key that made it."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.apps.orders.services import order_token
from marketplace.apps.orders.tests.factories import CASH, make_listing, make_order

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]

NEW = "a-key-that-came-later-0123456789-0123456789-01234"


def status(api: Any, order_id: str, token: str) -> int:
    return api.get(f"store/orders/{order_id}", headers={"Order-Token": token}).status_code


@pytest.fixture
def old(settings: Any) -> str:
    return settings.SECRET_KEY


def test_the_link_of_before_and_that_of_a_later_mail_open_the_order_while_keys_overlap(api, settings, old):
    order = make_order((make_listing(), 1), payment=CASH)
    before = order_token(order.id)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [old]
    during = order_token(order.id)

    assert before != during
    assert [status(api, order.id, token) for token in (before, during)] == [200, 200]


def test_a_process_that_knows_the_new_key_only_behind_takes_the_new_ones_links(api, settings, old):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [old]
    order = make_order((make_listing(), 1), payment=CASH)
    token = order_token(order.id)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = old, [NEW]

    assert status(api, order.id, token) == 200
    assert status(api, order.id, order_token(order.id)) == 200


def test_after_the_overlap_the_link_of_the_time_of_the_order_still_opens_it_and_mails_have_one_that_does(api, settings):
    order = make_order((make_listing(), 1), payment=CASH)
    before = order_token(order.id)

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []

    assert [status(api, order.id, token) for token in (before, order_token(order.id))] == [200, 200]


def test_a_key_that_is_nobodys_opens_nothing(api, settings, old):
    order, other = make_order((make_listing(), 1), payment=CASH), make_order((make_listing(), 1), payment=CASH)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, []
    foreign = order_token(order.id)
    settings.SECRET_KEY = old

    assert [status(api, order.id, token) for token in (foreign, order_token(other.id), "", "é")] == [404] * 4
