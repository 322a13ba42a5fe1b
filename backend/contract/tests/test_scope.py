"""Outside a region's scope nothing is read or written, and requests of two regions at once keep to their own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connections

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.carts.documents import CARTS, carts_pk
from marketplace.apps.carts.tests.factories import make_cart
from marketplace.apps.catalog.queries import iter_published
from marketplace.apps.checkout.models import Checkout
from marketplace.apps.discovery.documents import PRODUCTS
from marketplace.apps.ledger.models import FinancialTransaction
from marketplace.apps.payments.models import Payment
from marketplace.apps.payments.tasks import check_payments
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation import tenancy
from marketplace.foundation.blobs import open_blob, public_url, save_private, save_public
from marketplace.foundation.documents.errors import ForeignDocument
from marketplace.foundation.relay import relay
from marketplace.foundation.search.engine import engine
from marketplace.foundation.search.port import SearchRequest
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(databases="__all__")

WAYS = {
    "a query": lambda: Checkout.objects.count(),
    "a raw query": lambda: list(Checkout.objects.raw("SELECT * FROM checkouts")),
    "a row made": lambda: Payment(id="pay_1").save(),
    "a financial row": lambda: FinancialTransaction(),
    "a bulk update": lambda: Checkout.objects.update(state="declined"),
    "a transaction": lambda: ExitStack().enter_context(tenancy.atomic()),
    "a callback after commit": lambda: tenancy.on_commit(list),
    "the cache read": lambda: cache.get("key"),
    "the cache written": lambda: cache.set("key", 1),
    "the cache emptied of keys": lambda: cache.delete_many(["key"]),
    "a partition key": lambda: carts_pk("cus_1"),
    "a document read": lambda: CARTS.find("eu:cus_1", "cart_1"),
    "documents of all partitions": lambda: list(CARTS.scan()),
    "every published product": lambda: list(iter_published()),
    "a search": lambda: engine().search(PRODUCTS, SearchRequest(language="en")),
    "a public file": lambda: save_public("a.png", b"x", "image/png"),
    "a private file": lambda: save_private("a.csv", b"x", "text/csv"),
    "a file read": lambda: open_blob("eu/public/a.png"),
    "a file's address": lambda: public_url("eu/public/a.png"),
    "a token": lambda: staff_token(),
    "a task sent": lambda: check_payments.apply_async(),
    "a task run": lambda: check_payments(),
    "events delivered": lambda: relay.drain(now=NOW),
}


@pytest.mark.parametrize("way", WAYS)
def test_without_a_scope_there_is_no_data(way, db):
    assert tenancy.find_current() is None

    with pytest.raises(tenancy.NoTenantScope):
        WAYS[way]()


def test_a_document_of_one_region_is_not_there_in_another(eu, mena):
    with tenancy.scope(mena):
        cart = make_cart().cart

    with tenancy.scope(eu):
        assert CARTS.find(carts_pk(cart.owner), cart.id) is None
        with pytest.raises(ForeignDocument):
            CARTS.find(f"mena:{cart.owner}", cart.id)
        assert [found.id for found in CARTS.scan()] == []
    with tenancy.scope(mena):
        assert [found.id for found in CARTS.scan()] == [cart.id]


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_requests_of_two_regions_at_once_see_their_own(api, eu, mena):
    people: list[tuple[str, str, str]] = []
    for tenant in (eu, mena):
        with tenancy.scope(tenant):
            person = make_customer(email=f"noor@{tenant.slug}.example")
            people.append((tenant.slug, person.email, customer_token(person.id)))

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda person: _who_am_i(api, *person), people * 30))

    assert answers == [(slug, email) for slug, email, _ in people] * 30
    assert tenancy.find_current() is None


def _who_am_i(api: Any, slug: str, email: str, token: str) -> tuple[str, str]:
    """The region and the address that the API knows the caller by."""
    try:
        region = api.get("store/region", tenant=slug).json()["slug"]
        return region, api.get("me", tenant=slug, token=token).json()["email"]
    finally:
        connections.close_all()
