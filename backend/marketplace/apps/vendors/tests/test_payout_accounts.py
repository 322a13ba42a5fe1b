from __future__ import annotations

import msgspec
import pytest
from django.db import connections

from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.domain.checks import check_account, check_bic, check_vat_number, masked
from marketplace.apps.vendors.errors import NoPayoutAccount
from marketplace.apps.vendors.models import PayoutAccountRow
from marketplace.apps.vendors.tests.factories import IBANS, add_payout_account, make_vendor, staff_token, vendor_token
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
def test_a_wrong_tax_number_is_refused(number, country):
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

    account = services.read_payout_account(vendor.id, "EUR", actor=SYSTEM, now=NOW)

    assert (account.account, account.is_iban, account.currency) == (IBANS["NL"], True, "EUR")
    assert AuditEntry.objects.get(action="vendor.payout_account_read").actor_id == "system"


def test_a_row_moved_to_another_vendor_cannot_be_paid(tenant):
    rich, poor = make_vendor(), make_vendor()
    add_payout_account(rich.id)
    add_payout_account(poor.id)
    PayoutAccountRow.objects.filter(vendor_id=rich.id).update(secret=PayoutAccountRow.objects.get(vendor_id=poor.id).secret)

    with pytest.raises(CannotDecrypt):
        services.read_payout_account(rich.id, "EUR", actor=SYSTEM, now=NOW)


def test_without_an_account_there_is_nothing_to_read(tenant):
    with pytest.raises(NoPayoutAccount):
        services.read_payout_account(make_vendor().id, "EUR", actor=SYSTEM, now=NOW)


@pytest.mark.parametrize(
    ("change", "field"),
    [({"country": "US"}, "country"), ({"currency": "USD"}, "currency"), ({"account": "x"}, "account"), ({"bic": "x"}, "bic")],
)
def test_a_wrong_account_is_refused_by_field(api, tenant, change, field):
    answer = api.put("vendor/payout-account", {**ACCOUNT, **change}, token=vendor_token(make_vendor().id), etag="0")

    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_kuwaiti_vendor_is_paid_by_iban_in_kwd(mena):
    with tenancy.scope(mena):
        vendor = make_vendor(country="KW", currency="KWD")
        add_payout_account(vendor.id, country="KW", currency="KWD")

        (account,) = queries.list_payout_accounts(vendor.id)
        assert (account.currency, account.is_iban) == ("KWD", True)


def test_each_currency_has_its_own_account_and_etag(api, mena):
    with tenancy.scope(mena):
        vendor = make_vendor(country="AE", currency="AED")
        token = vendor_token(vendor.id)
    dirhams = {"account": GOOD_IBANS["AE"], "holder": "Shop", "country": "AE", "currency": "AED"}
    dinars = {"account": GOOD_IBANS["KW"], "holder": "Shop", "country": "KW", "currency": "KWD"}

    first = api.put("vendor/payout-account", dirhams, tenant="mena", token=token, etag="0")
    second = api.put("vendor/payout-account", dinars, tenant="mena", token=token, etag="0")
    again = api.put("vendor/payout-account", dinars, tenant="mena", token=token, etag="1")
    stale = api.put("vendor/payout-account", dirhams, tenant="mena", token=token, etag="2")

    assert (first["ETag"], second["ETag"], again["ETag"], stale.status_code) == ('"1"', '"1"', '"2"', 412)
    main = api.get("vendor/payout-account", tenant="mena", token=token)
    dinar = api.get("vendor/payout-account", tenant="mena", token=token, currency="KWD")
    unset = api.get("vendor/payout-account", tenant="mena", token=token, currency="SAR")
    assert (main.json()["currency"], dinar.json()["currency"], unset.json()["currency"]) == ("AED", "KWD", "SAR")
    assert (dinar["ETag"], unset.json()["is_set"], unset["ETag"]) == ('"2"', False, '"0"')
    listed = api.get("vendor/payout-accounts", tenant="mena", token=token).json()["items"]
    assert [(item["currency"], item["masked_account"][:2]) for item in listed] == [("AED", "AE"), ("KWD", "KW")]
    assert api.get("vendor/payout-account", tenant="mena", token=token, currency="EUR").status_code == 422
    detail = api.get(f"admin/vendors/{vendor.id}", tenant="mena", token=_staff(mena)).json()
    assert detail["payout_account"]["currency"] == "AED"
    assert [item["currency"] for item in detail["payout_accounts"]] == ["AED", "KWD"]


def test_another_vendors_accounts_and_other_roles_do_not_see_the_list(api, tenant):
    vendor, stranger = make_vendor(), make_vendor()
    add_payout_account(vendor.id)

    assert api.get("vendor/payout-accounts", token=vendor_token(stranger.id)).json()["items"] == []
    assert api.get("vendor/payout-accounts", token=vendor_token(vendor.id, "fulfilment")).status_code == 403
    assert api.get("vendor/payout-accounts").status_code == 401


def test_an_account_moved_to_another_currency_cannot_be_paid(mena):
    with tenancy.scope(mena):
        vendor = make_vendor(country="KW", currency="KWD")
        add_payout_account(vendor.id, country="KW", currency="KWD")
        PayoutAccountRow.objects.filter(vendor_id=vendor.id).update(currency="SAR")

        with pytest.raises(CannotDecrypt):
            services.read_payout_account(vendor.id, "SAR", actor=SYSTEM, now=NOW)


def test_euro_are_paid_to_an_iban_only(eu):
    oman = msgspec.structs.replace(eu, countries=(*eu.countries, "OM"))
    with tenancy.scope(oman):
        vendor = make_vendor()

        with pytest.raises(InvalidInput) as refused:
            services.set_payout_account(
                vendor_id=vendor.id,
                account="031204567890",
                holder="Shop",
                country="OM",
                currency="EUR",
                bic="BMUSOMRX",
                actor=SYSTEM,
                now=NOW,
            )

    assert [(error.field, error.code) for error in refused.value.errors] == [("country", "country_not_served")]


@pytest.mark.parametrize(
    "pasted",
    [
        "NL91.ABNA.0417.1643.00",
        "IBAN: NL91 ABNA 0417 1643 00",
        "iban nl91-abna-0417-1643-00.",
        "IBANNL91ABNA0417164300",
        "IBAN (EUR): NL91ABNA0417164300",
        "Rekening: NL91 ABNA 0417 1643 00",
        "رقم الآيبان: NL٩١ABNA٠٤١٧١٦٤٣٠٠",
        "\u200eNL91ABNA0417164300\u202c",
        "\ufeffNL91\u00a0ABNA\u20090417\u200b1643\u20601",  # a digit is missing
        "ＮＬ９１ＡＢＮＡ０４１７１６４３００",
        "NL\n91\tABNA 0417164300",
        "NL91–ABNA–0417–1643–00",
    ],
)
def test_an_account_is_stored_in_one_form_or_refused(api, tenant, pasted):
    token = vendor_token(make_vendor().id)

    answer = api.put("vendor/payout-account", {**ACCOUNT, "account": pasted}, token=token, etag="0")

    if pasted.endswith("1"):  # a digit is missing
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "account")
    else:
        assert (answer.status_code, answer.json()["masked_account"]) == (200, "NL••••••••••••4300")


@pytest.mark.parametrize(
    "account", ["NL91ABNÀ0417164300", "1 NL91ABNA0417164300", "XNL91ABNA0417164300", "NL91ABNA0417164300 BIC ABNANL2A"]
)
def test_what_holds_more_than_an_account_is_refused(account):
    with pytest.raises(InvalidInput):
        check_account(account, country="NL")


@pytest.mark.parametrize(
    ("account", "country"),
    [
        ("LT121000011101001000", "LT"),
        ("ES9121000418450200051332", "ES"),
        ("IE29AIBK93115212345678", "IE"),
        ("AT611904300234573201", "AT"),
        ("IT60X0542811101000000123456", "IT"),
        ("PL61109010140000071219812874", ""),
        ("CH9300762011623852957", ""),
        ("GB29NWBK60161331926819", ""),
        ("RS35260005601001611379", ""),
        ("MT84MALT011000012345MTLCAST001S", ""),
    ],
)
def test_euro_reach_any_sepa_account(api, tenant, account, country):
    body = {**ACCOUNT, "account": account, "country": country or account[:2]}
    if not country:
        del body["country"]

    answer = api.put("vendor/payout-account", body, token=vendor_token(make_vendor().id), etag="0")

    assert (answer.status_code, answer.json()["country"]) == (200, account[:2])


@pytest.mark.parametrize("account", ["SA0380000000608010167519", "TR330006100519786457841326", "BR1800360305000010009795493C1"])
def test_euro_do_not_reach_an_account_outside_sepa(api, tenant, account):
    body = {key: value for key, value in ACCOUNT.items() if key != "country"}

    answer = api.put("vendor/payout-account", {**body, "account": account}, token=vendor_token(make_vendor().id), etag="0")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "country_not_served")


@pytest.mark.parametrize(
    ("bic", "country", "stored"),
    [
        ("BIC: abna nl 2a", "NL", "ABNANL2A"),
        ("BIC/SWIFT ＡＢＮＡＮＬ２Ａ", "NL", "ABNANL2A"),
        ("CMCIFR2A", "MC", "CMCIFR2A"),
        ("BAERMCMC", "FR", "BAERMCMC"),
        ("NWBKJESY", "GB", "NWBKJESY"),
        ("BICBFRPP", "FR", "BICBFRPP"),
    ],
)
def test_a_bic_fits_the_accounts_of_its_bank(bic, country, stored):
    assert check_bic(bic, country=country, is_needed=False) == stored


@pytest.mark.parametrize(("bic", "country"), [("ABNANL2A", "DE"), ("CMCIFR2A", "BE"), ("BAERMCMC", "GB"), ("ABNÀNL2A", "NL")])
def test_a_bic_of_a_bank_without_accounts_there_is_refused(bic, country):
    with pytest.raises(InvalidInput):
        check_bic(bic, country=country, is_needed=False)


def _staff(tenant):
    with tenancy.scope(tenant):
        return staff_token()
