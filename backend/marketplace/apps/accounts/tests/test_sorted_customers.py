"""Customers by address and by time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.accounts.tests.factories import make_customer
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

ADDRESSES = ["carl@example.com", "anna@example.com", "bob@example.com"]


def addresses(api, **asked):
    """Of all customers in the list, read two at a time."""
    found, cursor = [], None
    while True:
        page = api.get("admin/customers", token=staff_token("support"), limit=2, **asked, **({"cursor": cursor} if cursor else {})).json()
        found += [item["email"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("email", sorted(ADDRESSES)),
        ("-email", sorted(ADDRESSES, reverse=True)),
        ("created_at", ADDRESSES),
        ("-created_at", ADDRESSES[::-1]),
        ("", ADDRESSES[::-1]),
    ],
)
def test_in_each_order_every_customer_comes_once(api, sort, expected):
    for number, email in enumerate(ADDRESSES):
        make_customer(email=email, now=NOW + timedelta(minutes=number))

    assert addresses(api, **({"sort": sort} if sort else {})) == expected
    assert addresses(api, email="b", **({"sort": sort} if sort else {})) == ["bob@example.com"]
