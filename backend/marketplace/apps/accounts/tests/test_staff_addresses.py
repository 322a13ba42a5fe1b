"""A customer's saved addresses, as staff read them."""

from __future__ import annotations

import pytest

from marketplace.apps.accounts import services
from marketplace.apps.accounts.domain.addresses import read_address
from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation.audit.models import AuditEntry
from marketplace.kit.ids import new_id
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

HOME = {"name": "Noor Jansen", "line1": "Prinsengracht 263", "postcode": "1016 GV", "city": "Amsterdam", "country": "NL"}


@pytest.fixture
def customer():
    customer = make_customer()
    services.add_address(account_id=customer.id, address=read_address(HOME, countries=["NL"]), label="Home", now=NOW)
    return customer


def test_support_reads_them_and_the_log_says_who_did(api, customer):
    answer = api.get(f"admin/customers/{customer.id}/addresses", token=staff_token("support"))

    (saved,) = answer.json()["items"]
    assert (saved["label"], saved["address"]["line1"], saved["is_default_shipping"]) == ("Home", "Prinsengracht 263", True)
    entry = AuditEntry.objects.get()
    assert (entry.actor_id, entry.resource) == ("stf_of_tests", customer.id)


def test_others_and_other_regions_are_refused(api, customer):
    path = f"admin/customers/{customer.id}/addresses"

    assert api.get(path, token=staff_token("finance", "catalogue")).status_code == 403
    assert api.get(path, token=customer_token(customer.id)).status_code == 403
    assert api.get(path, token=staff_token(), tenant="mena").status_code == 421
    assert api.get(f"admin/customers/{new_id('cus', at=NOW)}/addresses", token=staff_token()).status_code == 404
    assert not AuditEntry.objects.exists()
