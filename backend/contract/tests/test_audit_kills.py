"""SIGKILL before every single statement of a vendor's writes: whatever was done is named in the audit log, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.orders.tests.conftest import crasher
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.orders.tests.factories import make_listing
from marketplace.apps.orders.tests.killing import kill_at_each_statement
from marketplace.apps.shipping.models import ShippingZone
from marketplace.apps.vendors.tests.factories import owner_of, vendor_token
from marketplace.foundation.audit import requests as audit_requests
from marketplace.foundation.audit.models import AuditEntry, AuditIntent
from marketplace.testing import NOW

__all__ = ["crasher"]

ZONE = {"name": "Far", "countries": ["NL"]}

pytestmark = [pytest.mark.django_db(databases="__all__", transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]


@pytest.fixture
def product():
    return make_listing(price_minor=2000, stock=10)


@pytest.fixture
def owner(product):
    return owner_of(product.vendor_id)


def asking(product, owner: str, **request) -> Job:
    token = vendor_token(product.vendor_id, person_id=owner)
    return Job("ask", 0, NOW, request={"token": token, **request})


def entries_of(person: str) -> list[AuditEntry]:
    """With those of what was interrupted, which come once nothing can be under way any more."""
    audit_requests.enter_interrupted(now=NOW + timedelta(days=3650))
    assert not AuditIntent.objects.exists()
    return list(AuditEntry.objects.filter(actor_id=person).order_by("id"))


def test_a_new_row_names_who_made_it(crasher, product, owner):
    known = 0

    def job() -> Job:
        return asking(product, owner, method="POST", path="vendor/shipping-zones", body=ZONE)

    for number in kill_at_each_statement(crasher, job, at_least=5):
        zones, entries = ShippingZone.objects.filter(name="Far").count(), entries_of(owner)

        assert len(entries) - known <= 1, number
        assert zones == 0 or len(entries) == known + 1, number
        ShippingZone.objects.filter(name="Far").delete()
        known = len(entries)

    assert entries[-1].action == "POST vendor/shipping-zones"
    assert {entry.action for entry in entries[:-1]} >= {audit_requests.INTERRUPTED}


def test_a_changed_document_names_who_changed_it(crasher, product, owner):
    known, brand = 0, product.brand

    def job() -> Job:
        etag = catalog_queries.get_product(product.vendor_id, product.id).etag
        body = {"brand": f"Brand {known + 1}"}
        return asking(product, owner, method="PATCH", path=f"vendor/products/{product.id}", body=body, etag=etag)

    for number in kill_at_each_statement(crasher, job, at_least=5):
        now_called, entries = catalog_queries.get_product(product.vendor_id, product.id).brand, entries_of(owner)

        assert len(entries) - known <= 1, number
        assert now_called == brand or len(entries) == known + 1, number
        known, brand = len(entries), now_called

    done = [entry.new for entry in entries if entry.action == audit_requests.INTERRUPTED]
    assert all(entry == {"request": "PATCH vendor/products/<product_id>", "sent": {"brand": entry["sent"]["brand"]}} for entry in done)
    assert done
    assert entries[-1].action == "PATCH vendor/products/<product_id>"
