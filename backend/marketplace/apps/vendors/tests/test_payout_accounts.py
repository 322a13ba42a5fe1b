from __future__ import annotations

import pytest
from django.db import connections

from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.checks import check_account, check_bic, check_vat_number, masked
from marketplace.apps.vendors.errors import NoPayoutAccount
from marketplace.apps.vendors.models import PayoutAccountRow
from marketplace.apps.vendors.tests.factories import IBANS, add_payout_account, make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.encryption import CannotDecrypt
from marketplace.foundation.mail.testing import committed
from marketplace.kit.actors import SYSTEM
from marketplace.kit.errors import InvalidInput
from marketplace.testing import NOW

ACCOUNT = {"account": "nl91 abna 0417 1643 00", "holder": "Shop B.V.", "country": "NL", "currency": "EUR"}
# Examples of the registry of IBANs, and numbers with right check digits.
GOOD_IBANS = {
    **IBANS,
    "FR": "FR1420041010050500013M02606",
    "LU": "LU280019400644750000",
    "AE": "AE070331234567890123456",
    "SA": "SA0380000000608010167519",
    "BH": "BH67BMAG00001299123456",
    "QA": "QA58DOHB00001234567890ABCDEFG",
    "JO": "JO94CBJO0010000000000131000302",
    "EG": "EG380019000500000000263180002",
}


@pytest.mark.parametrize("country", sorted(GOOD_IBANS))
def test_an_iban_of_the_country_is_taken(country):
    checked = check_account(f" {GOOD_IBANS[country].lower()} ", country=country)

    assert (checked.number, checked.is_iban) == (GOOD_IBANS[country], True)


@pytest.mark.parametrize(
    ("account", "country"),
    [
        ("NL91ABNA0417164301", "NL"),  # a wrong digit
        ("BE68539007547034", "NL"),  # another country's
        ("417164300", "NL"),  # no IBAN where they are used
        ("12345", "OM"),
        ("OM12ABC", "OM"),
        ("", "NL"),
    ],
)
def test_what_is_no_account_of_the_country_is_refused(account, country):
    with pytest.raises(InvalidInput):
        check_account(account, country=country)


def test_oman_has_account_numbers_too():
    assert check_account("0312-0456-7890", country="OM").is_iban is False


def test_a_bic_belongs_to_the_country_and_is_needed_without_an_iban():
    assert check_bic("abnanl2a", country="NL", is_needed=False) == "ABNANL2A"
    assert check_bic("", country="NL", is_needed=False) == ""
    for bic, country in (("", "OM"), ("ABNANL2A", "OM"), ("nonsense", "NL")):
        with pytest.raises(InvalidInput):
            check_bic(bic, country=country, is_needed=True)


def test_only_the_end_of_an_account_is_shown():
    assert masked("NL91ABNA0417164300") == "NL••••••••••••4300"
    assert masked("031204567890") == "••••••••7890"


@pytest.mark.parametrize(
    ("number", "country", "stored"),
    [
        ("004495445B01", "NL", "NL004495445B01"),
        ("BE 0403.019.261", "BE", "BE0403019261"),
        ("DE136695976", "DE", "DE136695976"),
        ("100 123 456 700 003", "AE", "100123456700003"),
        ("310122393500003", "SA", "310122393500003"),
        ("", "NL", ""),
    ],
)
def test_tax_numbers_are_stored_in_their_compact_form(number, country, stored):
    assert check_vat_number(number, country=country) == stored


@pytest.mark.parametrize(("number", "country"), [("NL123", "NL"), ("DE136695977", "DE"), ("123", "AE"), ("!!", "KW")])
def test_a_wrong_tax_number_is_told(number, country):
    with pytest.raises(InvalidInput):
        check_vat_number(number, country=country)


def test_an_account_is_set_and_shown_masked(api, tenant):
    token = vendor_token(make_vendor().id)
    unset = api.get("vendor/payout-account", token=token)

    answer = api.put("vendor/payout-account", ACCOUNT, token=token, etag=unset["ETag"].strip('"'))

    assert (unset.json()["is_set"], unset["ETag"]) == (False, '"0"')
    assert answer.status_code == 200
    assert (answer.json()["masked_account"], answer.json()["is_iban"], answer["ETag"]) == ("NL••••••••••••4300", True, '"1"')
    assert "0417164300" not in api.get("vendor/payout-account", token=token).content.decode()
    assert api.put("vendor/payout-account", ACCOUNT, token=token, etag="0").status_code == 412
    assert api.put("vendor/payout-account", ACCOUNT, token=token).status_code == 428


def test_a_change_is_audited_masked_and_mailed_to_every_owner(api, tenant, django_capture_on_commit_callbacks):
    vendor = make_vendor(email="olga@example.com")
    add_payout_account(vendor.id)

    with committed(django_capture_on_commit_callbacks) as sent:
        api.put("vendor/payout-account", {**ACCOUNT, "account": IBANS["BE"], "country": "BE"}, token=vendor_token(vendor.id), etag="1")

    entry = AuditEntry.objects.filter(action="vendor.payout_account_set").order_by("pk").last()
    assert (entry.old["account"], entry.new["account"]) == ("NL••••••••••••4300", "BE••••••••••7034")
    assert [message.to for message in sent] == [["olga@example.com"]]
    assert IBANS["BE"] not in sent[0].body


def test_the_account_is_not_in_the_database_in_clear(tenant):
    vendor = make_vendor()
    add_payout_account(vendor.id)

    with connections[tenant.slug].cursor() as cursor:
        cursor.execute("SELECT row_to_json(a)::text FROM vendor_payout_accounts a")
        row = cursor.fetchone()[0]
    assert "0417164300" not in row


def test_the_payout_run_reads_it_in_clear_and_is_audited(tenant):
    vendor = make_vendor()
    add_payout_account(vendor.id)

    account = services.read_payout_account(vendor.id, actor=SYSTEM, now=NOW)

    assert (account.account, account.is_iban, account.currency) == (IBANS["NL"], True, "EUR")
    assert AuditEntry.objects.get(action="vendor.payout_account_read").actor_id == "system"


def test_a_row_moved_to_another_vendor_cannot_be_paid(tenant):
    rich, poor = make_vendor(), make_vendor()
    add_payout_account(rich.id)
    add_payout_account(poor.id)
    PayoutAccountRow.objects.filter(pk=rich.id).update(secret=PayoutAccountRow.objects.get(pk=poor.id).secret)

    with pytest.raises(CannotDecrypt):
        services.read_payout_account(rich.id, actor=SYSTEM, now=NOW)


def test_without_an_account_there_is_nothing_to_read(tenant):
    with pytest.raises(NoPayoutAccount):
        services.read_payout_account(make_vendor().id, actor=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"country": "US"}, "country"), ({"currency": "USD"}, "currency"), ({"account": "x"}, "account"), ({"bic": "x"}, "bic")],
)
def test_what_cannot_be_right_is_told_by_field(api, tenant, change, field):
    answer = api.put("vendor/payout-account", {**ACCOUNT, **change}, token=vendor_token(make_vendor().id), etag="0")

    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_kuwaiti_vendor_is_paid_by_iban_in_kwd(mena):
    with tenancy.scope(mena):
        vendor = make_vendor(country="KW", currency="KWD")
        add_payout_account(vendor.id, country="KW", currency="KWD")

        assert queries.get_payout_account(vendor.id).currency == "KWD"
        assert queries.vendors_with_payout_account([vendor.id]) == {vendor.id}
