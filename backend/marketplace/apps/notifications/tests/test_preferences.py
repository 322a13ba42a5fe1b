"""Which mails a vendor's people do without, each for themselves."""

from __future__ import annotations

import pytest

from marketplace.apps.accounts import queries as account_queries
from marketplace.apps.catalog import services as catalog_services
from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.notifications import queries, services
from marketplace.apps.notifications.models import MailPreference, Message
from marketplace.apps.notifications.types import MailKind
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, owner_of, vendor_token
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def vendor():
    return make_vendor()


def test_a_muted_kind_is_not_mailed_and_the_others_are(vendor, drain):
    owner = owner_of(vendor.id)
    product = make_product(vendor=vendor.id)
    services.set_mail_preferences(account_id=owner, muted=[MailKind.PRODUCTS], now=NOW)
    catalog_services.take_down_product(product_id=product.id, reason="Forged", actor=STAFF_ACTOR, now=NOW)
    drain()
    assert not Message.objects.filter(occasion__startswith="product_taken_down").exists()

    services.set_mail_preferences(account_id=owner, muted=[MailKind.RETURNS], now=NOW)
    catalog_services.reinstate_product(product_id=product.id, reason="Genuine", actor=STAFF_ACTOR, now=NOW)
    drain()

    (message,) = Message.objects.filter(occasion__startswith="product_reinstated")
    assert message.recipient == account_queries.contacts_by_id([owner])[owner].email


def test_one_persons_choice_is_nobody_elses(vendor):
    services.set_mail_preferences(account_id="usr_1", muted=[MailKind.NEW_ORDERS], now=NOW)

    assert queries.who_does_without(MailKind.NEW_ORDERS, ["usr_1", "usr_2"]) == {"usr_1"}
    assert queries.who_does_without(MailKind.RETURNS, ["usr_1", "usr_2"]) == set()


def test_a_choice_goes_with_the_account(vendor, drain):
    people = [
        vendor_services.invite_member(
            vendor_id=vendor.id, email=f"{name}@vendor.example", name=name, language="en", roles=["manager"], actor=VENDOR_ACTOR, now=NOW
        ).id
        for name in ("mo", "ann")
    ]
    for person in people:
        services.set_mail_preferences(account_id=person, muted=[MailKind.RETURNS], now=NOW)

    vendor_services.remove_member(vendor_id=vendor.id, person_id=people[0], actor=VENDOR_ACTOR, now=NOW)
    drain()

    assert list(MailPreference.objects.values_list("pk", flat=True)) == [people[1]]


def test_a_person_reads_and_replaces_the_choice_and_a_program_has_none(api, vendor):
    token = vendor_token(vendor.id, "fulfilment")
    path = "vendor/mail-preferences"

    assert api.get(path, token=token).json() == {"muted": []}
    assert api.put(path, {"muted": ["returns", "new_orders", "returns"]}, token=token).json() == {"muted": ["new_orders", "returns"]}
    assert api.put(path, {"muted": []}, token=token).json() == api.get(path, token=token).json() == {"muted": []}
    assert api.put(path, {"muted": ["payout_failed"]}, token=token).status_code == 422
    assert api.get(path, token=token, tenant="mena").status_code == 421
    key = vendor_services.create_api_key(vendor_id=vendor.id, name="ERP", roles=["manager"], actor=VENDOR_ACTOR, now=NOW)
    assert api.get(path, token=f"Api-Key {key.secret}").status_code == 403
