"""Papers of vendors: who may show, list and open them, and what is refused."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.errors import TooManyDocuments, VendorStateForbids
from marketplace.apps.vendors.models import VendorDocument
from marketplace.apps.vendors.services import documents
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_document, make_vendor, vendor_token
from marketplace.apps.vendors.types import VendorState
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.kit.errors import InvalidInput
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

PDF = b"%PDF-1.7\n1 0 obj"


@pytest.fixture
def vendor():
    return make_vendor()


@pytest.fixture
def token(vendor) -> str:
    return vendor_token(vendor.id)


def upload(api, token: str, content: bytes = PDF, *, name: str = "Auszug <1>.pdf", kind: str = "registration"):
    return api.post("vendor/documents", {"kind": kind}, files={"file": SimpleUploadedFile(name, content)}, token=token)


def test_a_paper_is_shown_listed_and_opened_by_both_sides(api, client, vendor, token):
    staff = staff_token("catalogue")

    shown = upload(api, token)

    assert shown.status_code == 201, shown.content
    paper = shown.json()
    assert (paper["kind"], paper["filename"], paper["content_type"]) == ("registration", "Auszug _1_.pdf", "application/pdf")
    assert "path" not in paper
    for path, who in (("vendor/documents", token), (f"admin/vendors/{vendor.id}/documents", staff)):
        assert api.get(path, token=who).json()["items"] == [paper]
        link = api.post(f"{path}/{paper['id']}/links", token=who)
        assert (link.status_code, link["Cache-Control"]) == (201, "private, no-store")
        file = client.get(link.json()["url"].partition("8000")[2], headers={"Host": "api.eu.localhost"})
        assert file.getvalue() == PDF
        assert file["Content-Disposition"] == f'attachment; filename="registration-{paper["id"]}.pdf"'
        assert file["Cache-Control"] == "private, no-store"
        assert file["X-Content-Type-Options"] == "nosniff"
    actions = AuditEntry.objects.filter(resource=vendor.id, action__startswith="vendor.document").order_by("id")
    assert [entry.action for entry in actions] == ["vendor.document_added", "vendor.document_opened", "vendor.document_opened"]


@pytest.mark.parametrize("content", [b"MZ\x90\x00", b"<html>", b"<svg/>", b" %PDF-1.7", b"GIF89a", b"PK\x03\x04"])
def test_what_is_no_paper_is_refused_whatever_it_is_called(api, token, content):
    answer = upload(api, token, content, name="extract.pdf")

    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "not_a_document")
    assert not VendorDocument.objects.exists()


def test_a_paper_over_the_limit_is_refused(vendor):
    with pytest.raises(InvalidInput) as refused:
        make_document(vendor.id, content=b"%PDF-" + bytes(documents.MAX_DOCUMENT_BYTES))

    assert str(refused.value.errors[0].message) == "At most 10 MB"


def test_a_kind_that_is_none_is_refused(api, token):
    assert upload(api, token, kind="passport").status_code == 422


def test_the_same_paper_twice_is_one(vendor):
    assert make_document(vendor.id) == make_document(vendor.id)
    assert len(queries.list_documents(vendor.id)) == 1
    assert make_document(make_vendor().id).id != queries.list_documents(vendor.id)[0].id


def test_there_is_an_end_to_papers(vendor):
    for number in range(documents.MAX_DOCUMENTS):
        make_document(vendor.id, content=b"%PDF-" + str(number).encode())

    with pytest.raises(TooManyDocuments):
        make_document(vendor.id)


def test_a_closed_vendor_shows_no_more(tenant):
    with pytest.raises(VendorStateForbids):
        make_document(make_vendor(state=VendorState.CLOSED).id)


def test_another_vendors_paper_is_not_there(api, token):
    other = make_vendor()
    paper = make_document(other.id)

    assert api.post(f"vendor/documents/{paper.id}/links", token=token).status_code == 404
    assert api.get("vendor/documents", token=token).json()["items"] == []
    mine = queries.get_vendor(make_vendor().id)
    assert api.post(f"admin/vendors/{mine.id}/documents/{paper.id}/links", token=staff_token("admin")).status_code == 404
    assert not AuditEntry.objects.filter(action="vendor.document_opened").exists()


def test_another_regions_paper_is_not_there(api, vendor, mena):
    paper = make_document(vendor.id)
    with tenancy.scope(mena):
        foreign, staff = vendor_token(make_vendor().id), staff_token("admin")

    assert api.post(f"vendor/documents/{paper.id}/links", tenant="mena", token=foreign).status_code == 404
    assert api.get(f"admin/vendors/{vendor.id}/documents", tenant="mena", token=staff).status_code == 404


def test_a_link_is_good_at_its_own_region_only(client, vendor, mena):
    link = services.link_to_document(vendor_id=vendor.id, document_id=make_document(vendor.id).id, actor=VENDOR_ACTOR, now=NOW)
    path = link.url.partition("8000")[2]

    answers = [client.get(path, headers={"Host": f"api.{slug}.localhost"}) for slug in ("mena", "eu")]

    assert [answer.status_code for answer in answers] == [404, 410]  # at home its five minutes, which began on NOW, are over
    assert answers[1].json()["code"] == "link_expired"
