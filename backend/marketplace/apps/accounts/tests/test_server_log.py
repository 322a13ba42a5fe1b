"""The database server's log holds nothing of people: it is kept elsewhere, longer, and read by others than the tables."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connections

from marketplace.apps.accounts.errors import EmailInUse
from marketplace.apps.accounts.models import Account
from marketplace.apps.accounts.tests.factories import make_customer, make_vendor_person
from marketplace.apps.staff import services as staff_services
from marketplace.apps.staff.errors import StaffEmailInUse
from marketplace.apps.staff.tests.factories import password_hash
from marketplace.foundation import tenancy
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")
EMAIL = "noor.secret@customer.example"


def test_a_duplicate_registration_fails_without_a_failed_statement(postgres_log):
    make_customer(email=EMAIL)
    make_vendor_person(email=EMAIL)
    staff = {"email": EMAIL, "name": "Noor", "roles": ["admin"], "password_hash": password_hash(), "now": NOW}
    staff_services.create_member(**staff)

    with pytest.raises(EmailInUse):
        make_customer(email=EMAIL)
    with pytest.raises(EmailInUse):
        make_vendor_person(email=EMAIL)
    with pytest.raises(StaffEmailInUse):
        staff_services.create_member(**staff)

    assert "ERROR" not in postgres_log()


def test_a_statement_that_does_fail_is_logged_without_its_values(postgres_log):
    make_customer(email=EMAIL)
    stored = Account.objects.values().get()

    with pytest.raises(DatabaseError), tenancy.atomic():
        Account.objects.create(**{**stored, "id": "cus_another"})
    with pytest.raises(DatabaseError), tenancy.atomic(), connections["eu"].cursor() as cursor:
        cursor.execute("UPDATE accounts SET email = upper(%s), name = NULL", [EMAIL])

    said = postgres_log()
    assert "account_confirmed_email_once" in said
    assert EMAIL.upper() not in said.upper()
    assert stored["password"] not in said
    assert "INSERT" not in said
