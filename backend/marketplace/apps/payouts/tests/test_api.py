import csv
import io
import re
from datetime import timedelta
from xml.etree import ElementTree

import msgspec
import pytest

from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.payouts import services
from marketplace.apps.payouts.models import PayoutRun
from marketplace.apps.payouts.tests.factories import FINANCE, LATER, a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.models import PayoutAccountRow
from marketplace.apps.vendors.tests.factories import IBANS, VENDOR_ACTOR, make_vendor, vendor_token
from marketplace.foundation import clock, encryption, tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.blobs import list_folder
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

REASON = {"reason": "Friday"}


def body(answer, status=200):
    assert answer.status_code == status, answer.content
    return msgspec.json.decode(answer.content)


@pytest.fixture
def vendor():
    vendor = a_payable_vendor()
    a_sale(vendor.id, 10_000, fee=1_200)
    return vendor


@pytest.fixture
def operator_account():
    services.set_operator_account(
        currency="EUR", holder="GlobalMarket B.V.", account="NL91 ABNA 0417 1643 00", bic="ABNANL2A", actor=FINANCE, now=LATER
    )


def test_a_run_goes_from_its_preview_to_the_vendors_statement(api, vendor, operator_account):
    token, mine = staff_token("finance"), vendor_token(vendor.id)

    preview = body(api.post("admin/payout-runs", {"currency": "EUR"}, token=token), 201)
    approved = body(api.post(f"admin/payout-runs/{preview['id']}/approve", REASON, token=token))
    paying = body(api.post(f"admin/payout-runs/{preview['id']}/pay", REASON, token=token))
    payout_id = paying["payouts"][0]["id"]
    body(api.post(f"admin/payouts/{payout_id}/mark-paid", {**REASON, "bank_reference": "B1", "attempt": 1}, token=token))

    assert (preview["state"], preview["total"]["minor"]) == ("preview", 8_800)
    assert (approved["state"], paying["state"]) == ("approved", "paying")
    assert body(api.get(f"admin/payout-runs/{preview['id']}", token=token))["state"] == "done"
    assert body(api.get("vendor/payouts", token=mine))["items"][0]["amount"] == {"minor": 8_800, "currency": "EUR"}
    assert body(api.get(f"vendor/payouts/{payout_id}/statement.json", token=mine))["amount"]["minor"] == 8_800
    balance = body(api.get("vendor/balance", token=mine))["items"][0]
    assert (balance["paid"]["minor"], balance["payable"]["minor"]) == (8_800, 0)
    for ending, kind in (("csv", "text/csv"), ("xlsx", "application/vnd"), ("pdf", "application/pdf")):
        for path, who in ((f"vendor/payouts/{payout_id}", mine), (f"admin/payouts/{payout_id}", token)):
            file = api.get(f"{path}/statement.{ending}", token=who, lang="nl")
            assert file.status_code == 200
            assert file["Content-Type"].startswith(kind)
            assert f"{payout_id}.{ending}" in file["Content-Disposition"]


def test_a_repeated_request_is_answered_and_not_executed(api, vendor):
    token = staff_token("finance")

    first = api.post("admin/payout-runs", {"currency": "EUR"}, token=token, key="one")
    again = api.post("admin/payout-runs", {"currency": "EUR"}, token=token, key="one")

    assert body(first, 201)["id"] == body(again, 201)["id"]


def test_the_transfer_file_is_valid_and_orders_what_the_books_say(api, vendor, operator_account):
    run = a_run()
    payout = payout_of(run, vendor.id)

    answer = api.get(f"admin/payout-runs/{run.id}/transfers.xml", token=staff_token("finance"))

    root = ElementTree.fromstring(answer.content)
    ns = {"p": root.tag[1:].partition("}")[0]}
    (transfer,) = root.findall(".//p:CdtTrfTxInf", ns)
    assert transfer.find(".//p:InstdAmt", ns).text == "88.00"
    assert transfer.find(".//p:CdtrAcct//p:IBAN", ns).text == IBANS["NL"]
    assert transfer.find(".//p:EndToEndId", ns).text == f"{payout.id}-1".replace("_", "-")
    assert root.find(".//p:GrpHdr/p:CtrlSum", ns).text == "88.00"
    message_id = root.find(".//p:GrpHdr/p:MsgId", ns).text
    assert message_id.startswith(run.id.removeprefix("prun_"))
    again = api.get(f"admin/payout-runs/{run.id}/transfers.xml", token=staff_token("finance"))
    assert message_id.encode() in again.content
    assert AuditEntry.objects.filter(action="vendor.payout_account_read", resource=vendor.id).count() == 2


@pytest.mark.parametrize(
    ("holder", "written"),
    [
        ("Müller & Söhne “GmbH” #1", "Muller + Sohne  GmbH   1"),
        ("Alice\x0b_Smith", "Alice  Smith"),
        ("\N{SLICE OF PIZZA}", "-"),
    ],
)
def test_a_name_is_written_in_the_characters_that_banks_take(api, vendor, operator_account, holder, written):
    account = {"account": IBANS["NL"], "holder": holder, "country": "NL", "currency": "EUR"}
    vendor_services.set_payout_account(vendor_id=vendor.id, actor=VENDOR_ACTOR, now=LATER - timedelta(days=9), **account)
    run = a_run()

    root = ElementTree.fromstring(api.get(f"admin/payout-runs/{run.id}/transfers.xml", token=staff_token("finance")).content)

    texts = [node.text for node in root.iter() if node.tag.rpartition("}")[2] in ("Nm", "Ustrd", "MsgId", "PmtInfId", "EndToEndId")]
    assert written in texts
    assert all(re.fullmatch(r"[A-Za-z0-9/?:().,'+ -]+", text) for text in texts)


def test_no_spreadsheet_takes_a_name_in_the_transfer_csv_for_a_formula(api, vendor, operator_account):
    account = {"account": IBANS["NL"], "holder": "=1+1", "bank_name": "@SUM(1)", "country": "NL", "currency": "EUR"}
    vendor_services.set_payout_account(vendor_id=vendor.id, actor=VENDOR_ACTOR, now=LATER - timedelta(days=9), **account)
    run = a_run()

    text = api.get(f"admin/payout-runs/{run.id}/transfers.csv", token=staff_token()).content.decode("utf-8-sig")

    assert ",'=1+1," in text
    assert ",'@SUM(1)," in text


def test_a_transfer_is_to_be_executed_on_the_regions_day(api, vendor, operator_account):
    run = a_run()
    late = (clock.now() + timedelta(days=2)).replace(hour=23, minute=30)  # after midnight in Amsterdam
    clock.advance(late - clock.now())

    answer = api.get(f"admin/payout-runs/{run.id}/transfers.xml", token=staff_token())

    assert f"<Dt>{late.date() + timedelta(days=1)}</Dt>" in answer.content.decode()


def test_the_transfer_csv_has_the_digits_of_its_currency(api, mena):
    with tenancy.scope(mena):
        vendor = a_payable_vendor(country="KW", currency="KWD")
        a_sale(vendor.id, 55_555, fee=5, currency="KWD")
        services.set_operator_account(currency="KWD", holder="GlobalMarket", account="KW1", actor=FINANCE, now=LATER)
        run, token = a_run(currency="KWD"), staff_token("finance")

    text = api.get(f"admin/payout-runs/{run.id}/transfers.csv", tenant="mena", token=token).content.decode("utf-8-sig")
    refused = api.get(f"admin/payout-runs/{run.id}/transfers.xml", tenant="mena", token=token)

    assert ",55.550,KWD," in text.splitlines()[1]
    assert body(refused, 409)["code"] == "not_a_sepa_currency"


def test_a_spreadsheet_takes_no_holder_of_the_transfer_csv_for_a_formula(api, operator_account):
    vendor = a_payable_vendor()
    vendor_services.set_payout_account(
        vendor_id=vendor.id,
        account=IBANS["NL"],
        holder='=HYPERLINK("https://evil.example")',
        bank_name="@bank",
        country="NL",
        currency="EUR",
        actor=VENDOR_ACTOR,
        now=NOW,
    )
    a_sale(vendor.id, 10_000, fee=1_200)
    run = a_run()

    text = api.get(f"admin/payout-runs/{run.id}/transfers.csv", token=staff_token("finance")).content.decode("utf-8-sig")

    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["holder"][:2], row["bank_name"]) == ("'=", "'@bank")


def test_a_payout_that_is_paid_or_failed_is_not_in_the_file_again(api, vendor, operator_account):
    run = a_run()
    services.mark_failed(attempt=1, payout_id=payout_of(run, vendor.id).id, reason="x", actor=FINANCE, now=LATER)

    for ending in ("csv", "xml"):
        assert body(api.get(f"admin/payout-runs/{run.id}/transfers.{ending}", token=staff_token()), 409)["code"] == "no_transfers"


def steal(vendor):
    vendor_services.set_payout_account(
        vendor_id=vendor.id, account=IBANS["BE"], holder="Thief", country="BE", currency="EUR", actor=VENDOR_ACTOR, now=LATER
    )


def spoil(vendor, **change):
    """An account as no endpoint would store it."""
    row = PayoutAccountRow.objects.get(vendor_id=vendor.id)
    sealed = {"vendor_id": vendor.id, "currency": "EUR", "account": change.pop("account", IBANS["NL"])}
    secret = change.pop("secret", None) or encryption.encrypt(msgspec.json.encode(sealed), purpose="vendors.payout_account")
    PayoutAccountRow.objects.filter(pk=row.pk).update(secret=secret, **change)


@pytest.mark.parametrize(
    ("spoil_it", "reason"),
    [
        (steal, "account_changed_since"),
        (lambda vendor: spoil(vendor, account="NL91.ABNA.0417.1643.00"), "transfer_not_valid"),
        (lambda vendor: spoil(vendor, account=""), "transfer_not_valid"),
        (lambda vendor: spoil(vendor, bic="ABNA NL 2A"), "transfer_not_valid"),
        (lambda vendor: spoil(vendor, secret=b"nonsense"), "transfer_not_valid"),
    ],
)
def test_one_bad_row_is_set_aside_and_the_file_is_made(api, vendor, operator_account, spoil_it, reason):
    other, token = a_payable_vendor(), staff_token("finance")
    a_sale(other.id, 10_000, fee=0)
    run = a_run()
    spoil_it(vendor)

    answer = api.get(f"admin/payout-runs/{run.id}/transfers.xml", token=token)

    assert answer.status_code == 200
    assert answer.content.count(b"<CdtTrfTxInf>") == 1
    shown = body(api.get(f"admin/payout-runs/{run.id}", token=token))
    assert [(line["vendor_id"], line["ineligibility_reason"]) for line in shown["skipped"]] == [(vendor.id, reason)]
    states = {payout["vendor_id"]: (payout["state"], payout["reason"]) for payout in shown["payouts"]}
    assert states == {vendor.id: ("failed", reason), other.id: ("paying", "")}
    assert ledger_queries.get_balance(f"vendor:{vendor.id}", "EUR").minor == 8_800


def test_a_run_of_nothing_but_bad_rows_says_so_and_keeps_them_aside(api, vendor, operator_account):
    run = a_run()
    spoil(vendor, account="12345")

    answer = api.get(f"admin/payout-runs/{run.id}/transfers.xml", token=staff_token())

    problem = body(answer, 409)
    assert (problem["code"], [line["ineligibility_reason"] for line in problem["skipped"]]) == ("no_transfers", ["transfer_not_valid"])
    assert payout_of(run, vendor.id).state == "failed"


def test_what_an_earlier_file_holds_is_not_set_aside_since_the_bank_may_have_it(api, vendor, operator_account):
    other, token = a_payable_vendor(), staff_token("finance")
    a_sale(other.id, 10_000, fee=0)
    run = a_run()
    api.get(f"admin/payout-runs/{run.id}/transfers.xml", token=token)
    steal(vendor)

    answer = api.get(f"admin/payout-runs/{run.id}/transfers.csv", token=token)

    assert [row["end_to_end_id"] for row in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))] == [
        payout_of(run, other.id).end_to_end_id
    ]
    assert payout_of(run, vendor.id).state == "paying"
    assert [line["ineligibility_reason"] for line in PayoutRun.objects.get(pk=run.id).skipped] == ["account_changed_since"]


def test_a_bank_without_a_code_is_named_as_not_provided(api, vendor):
    services.set_operator_account(currency="EUR", holder="GlobalMarket", account="IBAN: NL91.ABNA.0417.1643.00", actor=FINANCE, now=LATER)

    text = api.get(f"admin/payout-runs/{a_run().id}/transfers.xml", token=staff_token()).content.decode()

    assert "<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>" in re.sub(r"\s+<", "<", text)


@pytest.mark.parametrize(
    ("account", "bic", "field"),
    [("NL91ABNA0417164301", "", "account"), ("SA0380000000608010167519", "", "account"), (IBANS["NL"], "DEUTDEFF", "bic")],
)
def test_the_operators_own_account_is_checked_likewise(api, account, bic, field):
    wrong = {"currency": "EUR", "holder": "GlobalMarket", "account": account, "bic": bic}

    answer = api.put("admin/bank-account", wrong, token=staff_token("finance"), etag="0")

    assert [error["field"] for error in body(answer, 422)["errors"]] == [field]


def test_word_of_the_bank_names_its_attempt(api, vendor):
    token, payout = staff_token("finance"), payout_of(a_run(), vendor.id)
    path = f"admin/payouts/{payout.id}"
    first = body(api.get(path, token=token))["end_to_end_id"]

    unnamed = api.post(f"{path}/mark-failed", REASON, token=token)
    failed = api.post(f"{path}/mark-failed", {**REASON, "end_to_end_id": first}, token=token)
    again = api.post(f"{path}/mark-failed", {**REASON, "attempt": 1}, token=token)
    body(api.post(f"{path}/retry", REASON, token=token))
    stale = [
        api.post(f"{path}/{mark}", {**REASON, **named}, token=token)
        for mark in ("mark-failed", "mark-paid", "mark-returned")
        for named in (
            {"attempt": 1},
            {"end_to_end_id": first},
            {"attempt": 2, "end_to_end_id": first},
            {"attempt": 3},
            {"end_to_end_id": "x-2"},
        )
    ]
    second = body(api.get(path, token=token))

    assert [error["field"] for error in body(unnamed, 422)["errors"]] == ["attempt"]
    assert (body(failed)["state"], body(again)["state"], second["state"], second["attempts"]) == ("failed", "failed", "paying", 2)
    assert {(answer.status_code, answer.json()["code"], answer.json()["attempts"]) for answer in stale} == {
        (409, "payout_attempt_stale", 2)
    }
    assert body(api.post(f"{path}/mark-paid", {**REASON, "end_to_end_id": second["end_to_end_id"]}, token=token))["state"] == "paid"


@pytest.mark.parametrize(("until", "code"), [("approved", "payout_run_state_forbids"), ("paying", "no_operator_account")])
def test_a_transfer_file_needs_a_paid_run_and_an_account_to_pay_from(api, vendor, until, code):
    run = a_run(until=until)

    answer = api.get(f"admin/payout-runs/{run.id}/transfers.xml", token=staff_token())

    assert body(answer, 409)["code"] == code


@pytest.mark.parametrize("ending", ["", "/statement.json", "/statement.csv", "/statement.xlsx", "/statement.pdf"])
def test_another_vendors_payout_is_not_there(api, vendor, ending):
    payout = payout_of(a_run(), vendor.id)
    stranger = vendor_token(make_vendor().id)

    assert api.get(f"vendor/payouts/{payout.id}{ending}", token=stranger).status_code == 404
    assert api.get(f"vendor/payouts/{payout.id}{ending}", token=vendor_token(vendor.id, "fulfilment")).status_code == 403
    assert api.get(f"vendor/payouts/{payout.id}{ending}", token=staff_token()).status_code == 403
    assert api.get(f"admin/payouts/{payout.id}{ending}", token=stranger).status_code == 403
    assert api.get(f"admin/payouts/pout_01J00000000000000000000000{ending}", token=staff_token()).status_code == 404


@pytest.mark.parametrize("act", ["approve", "pay"])
def test_a_run_needs_a_reason_and_a_role(api, vendor, act):
    run = a_run(until="preview")

    assert api.post(f"admin/payout-runs/{run.id}/{act}", {}, token=staff_token()).status_code == 422
    assert api.post(f"admin/payout-runs/{run.id}/{act}", REASON, token=staff_token("support")).status_code == 403
    assert api.post(f"admin/payout-runs/prun_none/{act}", REASON, token=staff_token()).status_code == 404


def test_the_operators_account_is_edited_under_its_etag_and_audited(api):
    token = staff_token("finance")
    account = {"currency": "EUR", "holder": "GlobalMarket B.V.", "account": IBANS["DE"]}

    empty = api.get("admin/bank-account", token=token, currency="EUR")
    saved = api.put("admin/bank-account", account, token=token, etag="0")
    stale = api.put("admin/bank-account", account, token=token, etag="0")
    wrong = api.put("admin/bank-account", {**account, "account": "DE00"}, token=token, etag="1")

    assert (empty["ETag"], saved["ETag"]) == ('"0"', '"1"')
    assert body(saved)["account"] == IBANS["DE"]
    assert (stale.status_code, wrong.status_code) == (412, 422)
    assert AuditEntry.objects.get(action="operator.bank_account_set").new["account"] == "DE89…3000"


def test_a_currency_of_another_region_is_refused(api):
    assert api.post("admin/payout-runs", {"currency": "KWD"}, token=staff_token()).status_code == 422


def test_a_statement_is_opened_by_a_link_that_is_its_vendors_alone(api, client, vendor):
    payout = payout_of(a_run(), vendor.id)
    mine, staff = vendor_token(vendor.id), staff_token("finance")

    for ending, kind in (("csv", "text/csv"), ("xlsx", "application/vnd"), ("pdf", "application/pdf")):
        for path, who in ((f"vendor/payouts/{payout.id}", mine), (f"admin/payouts/{payout.id}", staff)):
            answer = api.post(f"{path}/statement-links", {"type": ending}, token=who, lang="nl")
            file = client.get(body(answer, 201)["url"].partition("8000")[2], headers={"Host": "api.eu.localhost"})
            assert (file.status_code, answer["Cache-Control"], file["Cache-Control"]) == (200, *["private, no-store"] * 2)
            assert file["Content-Type"].startswith(kind)
            assert file["Content-Disposition"] == f'attachment; filename="{payout.id}.{ending}"'
            assert file.getvalue() == api.get(f"{path}/statement.{ending}", token=who, lang="nl").content
    kept = list_folder(f"eu/private/statements/{vendor.id}")
    assert sorted(path.rpartition(".")[2] for path in kept) == ["csv", "pdf", "xlsx"]


def test_there_is_no_link_to_a_statement_for_others(api, vendor, mena):
    path = f"payouts/{payout_of(a_run(), vendor.id).id}/statement-links"
    with tenancy.scope(mena):
        abroad = staff_token("finance")

    assert api.post(f"vendor/{path}", {"type": "pdf"}, token=vendor_token(make_vendor().id)).status_code == 404
    assert api.post(f"vendor/{path}", {"type": "pdf"}, token=vendor_token(vendor.id, "fulfilment")).status_code == 403
    assert api.post(f"vendor/{path}", {"type": "exe"}, token=vendor_token(vendor.id)).status_code == 422
    assert api.post(f"vendor/{path}", {"type": "pdf"}).status_code == 401
    assert api.post(f"admin/{path}", {"type": "pdf"}, tenant="mena", token=abroad).status_code == 404
    assert api.post(f"admin/{path}", {"type": "pdf"}, token=staff_token("catalogue")).status_code == 403
