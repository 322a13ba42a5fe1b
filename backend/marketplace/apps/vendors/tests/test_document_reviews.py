"""What the operator thinks of a vendor's papers: who reviews, what the vendor reads, and what is refused."""

from __future__ import annotations

import msgspec
import pytest

from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.domain.papers import needs_of
from marketplace.apps.vendors.errors import PapersNeeded
from marketplace.apps.vendors.region_settings import DOCUMENTS_NEEDED
from marketplace.apps.vendors.tests.factories import make_document, make_vendor, owner_of, staff_token, vendor_token
from marketplace.apps.vendors.types import DocumentNeed, VendorState
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.mail.testing import committed
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

UNREADABLE = {"state": "refused", "reason": "The stamp cannot be read"}


@pytest.fixture
def vendor():
    return make_vendor()


@pytest.fixture
def paper(vendor):
    return make_document(vendor.id)


def review(api, vendor, paper, body, *, etag: str | None = "1", token: str = ""):
    path = f"admin/vendors/{vendor.id}/documents/{paper.id}/review"
    return api.send("PUT", path, body, token=token or staff_token("catalogue"), etag=etag)


def shown(api, vendor):
    return api.get("vendor/documents", token=vendor_token(vendor.id)).json()


def needs_in_a_region_that_asks(vendor):
    return needs_of(queries.list_documents(vendor.id), needed=["registration"])


def test_a_paper_waits_until_it_is_accepted(api, vendor, paper):
    assert [(item["state"], item["reviewed_at"]) for item in shown(api, vendor)["items"]] == [("waiting", None)]

    answer = review(api, vendor, paper, {"state": "accepted"})

    assert (answer.status_code, answer.json()["state"], answer["ETag"]) == (200, "accepted", '"2"'), answer.content
    (item,) = shown(api, vendor)["items"]
    assert (item["state"], item["refusal"]) == ("accepted", "")
    assert item["reviewed_at"] is not None


def test_a_refusal_says_why_to_the_vendor_and_by_mail_to_its_owners(api, vendor, paper, django_capture_on_commit_callbacks):
    with committed(django_capture_on_commit_callbacks) as outbox:
        answer = review(api, vendor, paper, UNREADABLE)

    assert answer.status_code == 200, answer.content
    found = shown(api, vendor)
    assert [(item["state"], item["refusal"]) for item in found["items"]] == [("refused", "The stamp cannot be read")]
    assert needs_in_a_region_that_asks(vendor) == [DocumentNeed(kind="registration", reason="refused", refusal="The stamp cannot be read")]
    assert found["needs"] == []  # of a region that asks for none: nobody waits for another one
    (sent,) = [message for message in outbox if "The stamp cannot be read" in message.body]
    assert "/settings/papers" in sent.body


def test_a_review_is_in_the_audit_log(api, vendor, paper):
    review(api, vendor, paper, UNREADABLE)

    entry = AuditEntry.objects.get(resource=vendor.id, action="vendor.document_reviewed")
    assert (entry.old["state"], entry.new["state"], entry.reason) == ("waiting", "refused", "The stamp cannot be read")


def test_a_later_review_changes_an_earlier_one(api, vendor, paper):
    review(api, vendor, paper, UNREADABLE)

    assert review(api, vendor, paper, {"state": "accepted"}, etag="2").status_code == 200
    found = shown(api, vendor)
    assert (found["items"][0]["refusal"], found["needs"]) == ("", [])


class TestRefusals:
    def test_of_two_reviews_at_once_the_second_is_stale(self, api, vendor, paper):
        review(api, vendor, paper, {"state": "accepted"})

        assert review(api, vendor, paper, UNREADABLE).status_code == 412
        assert shown(api, vendor)["items"][0]["state"] == "accepted"

    def test_without_a_version(self, api, vendor, paper):
        assert review(api, vendor, paper, {"state": "accepted"}, etag=None).status_code == 428

    @pytest.mark.parametrize("body", [{"state": "refused"}, {"state": "refused", "reason": " "}, {"state": "waiting"}, {}])
    def test_a_refusal_without_a_reason_and_states_that_nobody_gives(self, api, vendor, paper, body):
        answer = review(api, vendor, paper, body)

        assert answer.status_code == 422, answer.content
        assert shown(api, vendor)["items"][0]["state"] == "waiting"

    def test_a_paper_of_another_vendor(self, api, vendor, paper):
        assert review(api, make_vendor(), paper, {"state": "accepted"}).status_code == 404

    def test_a_vendor_that_has_left(self, api):
        left = make_vendor()
        paper = make_document(left.id)
        services.close_vendor(vendor_id=left.id, reason="For a test", actor=STAFF_ACTOR, now=NOW)

        assert review(api, left, paper, {"state": "accepted"}).status_code == 409

    def test_who_does_not_decide_on_vendors(self, api, vendor, paper):
        for token, status in ((staff_token("finance"), 403), (staff_token("support"), 403), (vendor_token(vendor.id), 403)):
            assert review(api, vendor, paper, {"state": "accepted"}, token=token).status_code == status
        assert shown(api, vendor)["items"][0]["state"] == "waiting"


class TestNeeds:
    def test_kinds_that_a_region_asks_for_are_missing_until_they_are_shown(self, vendor):
        asked = ["identity", "registration"]

        assert [need.kind for need in needs_of([], needed=asked)] == ["registration", "identity"]
        assert [need.kind for need in needs_of([make_document(vendor.id)], needed=asked)] == ["identity"]

    def test_a_new_paper_takes_a_refused_ones_place(self, api, vendor, paper):
        review(api, vendor, paper, UNREADABLE)
        make_document(vendor.id, content=b"%PDF-1.7 a better one")

        assert needs_in_a_region_that_asks(vendor) == []

    def test_nothing_is_needed_where_a_region_asks_for_nothing(self, api, vendor):
        assert DOCUMENTS_NEEDED.current() == ""
        assert shown(api, vendor) == {"items": [], "needs": []}

    def test_the_last_refusal_is_the_one_that_is_read(self, api, vendor, paper):
        second = make_document(vendor.id, content=b"%PDF-1.7 second", now=paper.uploaded_at.replace(year=2027))
        review(api, vendor, paper, {"state": "refused", "reason": "First"})
        review(api, vendor, second, {"state": "refused", "reason": "Second"})

        assert needs_in_a_region_that_asks(vendor) == [DocumentNeed(kind="registration", reason="refused", refusal="Second")]


class TestApproval:
    @pytest.fixture(autouse=True)
    def _asks_for_registrations(self, tenant):
        settings = {**tenant.settings, DOCUMENTS_NEEDED.name: "registration"}
        with tenancy.scope(msgspec.structs.replace(tenant, settings=settings)):
            yield

    def approve(self, vendor):
        return services.approve_vendor(vendor_id=vendor.id, actor=STAFF_ACTOR, now=NOW)

    def test_waits_for_the_papers_that_the_region_wants(self, api):
        applicant = make_vendor(state="pending")
        with pytest.raises(PapersNeeded) as missing:
            self.approve(applicant)
        paper = make_document(applicant.id)
        review(api, applicant, paper, UNREADABLE)
        with pytest.raises(PapersNeeded):
            self.approve(applicant)
        assert missing.value.extra == {"kinds": ["registration"]}

        review(api, applicant, paper, {"state": "accepted"}, etag="2")

        assert self.approve(applicant).state == VendorState.APPROVED


def test_a_need_says_its_kind():
    assert needs_of([], needed=["tax"]) == [DocumentNeed(kind="tax", reason="missing", refusal="")]


def test_the_owner_is_who_shows_papers(api, vendor):
    assert api.get("vendor/documents", token=vendor_token(vendor.id, "manager", person_id=owner_of(vendor.id))).status_code == 403
