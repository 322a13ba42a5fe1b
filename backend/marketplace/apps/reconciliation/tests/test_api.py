"""Over HTTP: staff of finance upload reports and handle what differs; and who may not."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.orders.tests.factories import make_order
from marketplace.apps.reconciliation.models import Difference, Entry, Report, ReportedProvider
from marketplace.apps.reconciliation.services import reports
from marketplace.apps.reconciliation.tasks import look_again
from marketplace.apps.reconciliation.tests.factories import a_charge, a_row, csv_of, upload
from marketplace.apps.staff.tests.factories import make_staff_member, staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]

REPORTS, DIFFERENCES = "admin/settlement-reports", "admin/settlement-differences"
EUR_7 = Money(700, "EUR")


def send(api, content, *, token=None, tenant="eu", key=None, **fields):
    file = SimpleUploadedFile("november.csv", content)
    body = {"format": "plain", "provider": "sandbox", **fields}
    return api.post(REPORTS, body, files={"file": file}, token=token or staff_token("finance"), tenant=tenant, key=key)


@pytest.fixture
def unknown():
    """The difference of a charge that we do not know."""
    upload(a_row("b1", "charge", EUR_7, about="pi_x"))
    return Difference.objects.get()


def patch(api, row, body, *, etag="1", token=None, **more):
    return api.patch(f"{DIFFERENCES}/{row.id}", body, etag=etag, token=token or staff_token("finance"), **more)


class TestReports:
    def test_are_uploaded_listed_and_read_with_their_rows(self, api, mug, drain):
        order = make_order((mug, 1))
        drain()
        token = staff_token("finance")

        answer = send(api, csv_of([a_charge(order, fee="0.42"), a_row("b2", "charge", EUR_7, about="pi_x")]))
        report = answer.json()
        rows = api.get(f"{REPORTS}/{report['id']}/entries", token=token, limit=1).json()
        rest = api.get(f"{REPORTS}/{report['id']}/entries", token=token, cursor=rows["next_cursor"]).json()
        missing = api.get(f"{REPORTS}/{report['id']}/entries", token=token, state="missing_here").json()["items"]

        assert (answer.status_code, report["filename"], report["row_count"], report["matched_count"]) == (201, "november.csv", 2, 1)
        assert api.get(REPORTS, token=token, provider="sandbox").json()["items"] == [report]
        assert api.get(REPORTS, token=token, provider="stripe").json()["items"] == []
        assert api.get(f"{REPORTS}/{report['id']}", token=token).json() == report
        assert (rows["items"][0]["payment_id"], rows["items"][0]["fee"]) == (order.payment_id, {"minor": 42, "currency": "EUR"})
        assert [row["row"] for row in rest["items"]] == [3]
        assert missing == rest["items"]

    def test_the_same_request_and_the_same_file_are_one_report(self, api):
        content = csv_of([a_row("b1", "fee", Money(-7, "EUR"))])

        answers = [send(api, content, key=key).json() for key in ("one", "one", "two")]

        assert answers[0] == answers[1] == answers[2]
        assert Report.objects.count() == 1

    def test_what_is_wrong_is_named_by_row_and_column(self, api):
        answer = send(api, csv_of([a_row("b1", "fee", Money(-7, "EUR")), {**a_row("b2", "fee", EUR_7), "amount": "7,00"}]))

        assert answer.status_code == 422
        assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [("file.3.amount", "invalid_amount")]
        assert not Report.objects.exists()

    def test_a_file_of_another_kind_is_refused(self, api):
        assert send(api, b"\x89PNG").json()["errors"][0]["field"].startswith("file")
        assert send(api, b"x", format="mt940").status_code == 422
        assert send(api, b"reference\n", provider="unknown").json()["errors"][0]["field"] == "provider"

    def test_one_that_is_too_large_is_refused_before_it_is_read(self, api):
        assert send(api, b"x" * (reports.MAX_FILE_BYTES + 1)).status_code == 413

    def test_are_for_finance_of_the_region_alone(self, api, mena):
        with tenancy.scope(mena):
            foreign = staff_token("finance")
        content = csv_of([a_row("b1", "fee", Money(-7, "EUR"))])
        report = send(api, content).json()
        others = (staff_token("support"), vendor_token(make_vendor().id), customer_token(make_customer().id))

        for token in others:
            assert send(api, content, token=token).status_code == 403
            for path in (REPORTS, f"{REPORTS}/{report['id']}", f"{REPORTS}/{report['id']}/entries", DIFFERENCES):
                assert api.get(path, token=token).status_code == 403
        assert api.get(REPORTS).status_code == 401
        assert api.get(f"{REPORTS}/{report['id']}", token=foreign, tenant="mena").status_code == 404
        assert api.get(f"{REPORTS}/srp_x", token=staff_token("finance")).json()["code"] == "report_not_found"


class TestDifferences:
    def test_are_listed_by_state_kind_and_owner(self, api, unknown):
        token = staff_token("finance")
        (item,) = api.get(DIFFERENCES, token=token, state="open", kind="missing_here", provider="sandbox", owner_id="").json()["items"]

        assert (item["id"], item["found"], item["expected"]) == (unknown.id, {"minor": 700, "currency": "EUR"}, None)
        for filters in ({"state": "resolved"}, {"kind": "missing_there"}, {"provider": "stripe"}, {"owner_id": "stf_x"}):
            assert api.get(DIFFERENCES, token=token, **filters).json()["items"] == []

    def test_get_an_owner_an_explanation_and_an_end(self, api, unknown):
        owner = make_staff_member("finance").id

        assigned = patch(api, unknown, {"owner_id": owner})
        explained = patch(api, unknown, {"state": "explained", "reason": "A test of the provider"}, etag="2")
        resolved = patch(api, unknown, {"state": "resolved", "reason": "Paid back"}, etag="3")
        after = patch(api, unknown, {"owner_id": ""}, etag="4")

        assert (assigned.json()["owner_id"], assigned.headers["ETag"]) == (owner, '"2"')
        assert (explained.json()["state"], explained.json()["owner_id"], explained.json()["reason"]) == (
            "explained",
            owner,
            "A test of the provider",
        )
        assert resolved.json()["state"] == "resolved"
        assert (after.status_code, after.json()["code"], after.json()["state"]) == (409, "difference_state_forbids", "resolved")
        assert list(AuditEntry.objects.filter(resource=unknown.id).order_by("id").values_list("action", "reason")) == [
            ("settlement_difference.assigned", ""),
            ("settlement_difference.explained", "A test of the provider"),
            ("settlement_difference.resolved", "Paid back"),
        ]

    def test_an_old_version_is_refused(self, api, unknown):
        patch(api, unknown, {"state": "explained", "reason": "Known"})

        late = patch(api, unknown, {"state": "resolved", "reason": "Done"})

        assert (late.status_code, api.patch(f"{DIFFERENCES}/{unknown.id}", {}, token=staff_token("finance")).status_code) == (412, 428)
        assert Difference.objects.get().state == "explained"

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "state"),
            ({"state": "resolved"}, "reason"),
            ({"state": "open", "reason": "x"}, "state"),
            ({"owner_id": "stf_01J00000000000000000000000"}, "owner_id"),
            ({"amount": 1}, "amount"),
        ],
    )
    def test_refuse_what_cannot_be(self, api, unknown, body, field):
        answer = patch(api, unknown, body)

        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field]
        assert Difference.objects.get().version == 1

    def test_an_owner_handles_money(self, api, unknown):
        assert patch(api, unknown, {"owner_id": make_staff_member("support").id}).status_code == 422

    def test_are_for_finance_of_the_region_alone(self, api, unknown, mena):
        with tenancy.scope(mena):
            foreign = staff_token("finance")
        body = {"state": "resolved", "reason": "Mine"}
        for token in (staff_token("support"), vendor_token(make_vendor().id), customer_token(make_customer().id)):
            assert patch(api, unknown, body, token=token).status_code == 403
        assert patch(api, unknown, body, token=foreign, tenant="mena").status_code == 404
        assert api.get(f"{DIFFERENCES}/sdf_x", token=staff_token("finance")).json()["code"] == "difference_not_found"
        assert Difference.objects.get().state == "open"


def test_the_task_of_every_day_goes_on_after_a_provider_for_which_it_fails(mug, drain):
    ReportedProvider.objects.create(provider="a_broken_one", checked_until=NOW)  # without any report, which cannot be
    order = make_order((mug, 1))
    drain()
    upload(a_charge(order))
    Entry.objects.update(state="missing_here", payment_id="", subject_id="")

    with pytest.raises(ExceptionGroup) as failed:
        look_again.apply(headers={"tenant": "eu"}).get()

    assert [error.__notes__ for error in failed.value.exceptions] == [["a_broken_one"]]
    assert Entry.objects.get().state == "matched"


def test_the_task_of_every_day_looks_again_at_each_provider(mug, drain):
    order = make_order((mug, 1))
    drain()
    upload(a_charge(order, fee="0.42"))
    Entry.objects.update(state="missing_here", payment_id="", subject_id="")  # as if our side had come later

    look_again.apply(headers={"tenant": "eu"}).get()

    assert (Entry.objects.get().state, Entry.objects.get().payment_id) == ("matched", order.payment_id)
