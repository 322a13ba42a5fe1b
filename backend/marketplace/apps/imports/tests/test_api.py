from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.apps.imports import services
from marketplace.apps.imports.tests.factories import file_of, row
from marketplace.apps.vendors.tests.factories import make_vendor, staff_token, vendor_token
from marketplace.foundation import tenancy
from marketplace.testing import NOW


@pytest.fixture
def vendor(tenant):
    return make_vendor()


@pytest.fixture
def token(vendor) -> str:
    return vendor_token(vendor.id)


def upload(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("my products.csv", content, content_type="text/csv")}


def start(api, token: str, content: bytes, **fields: str):
    return api.post("vendor/imports", fields, files=upload(content), token=token)


def run(import_id: str) -> None:
    """What the worker does with the task."""
    services.run_import(import_id=import_id, now=NOW)


def test_an_import_is_asked_for_followed_and_reported(api, token):
    answer = start(api, token, file_of(row(), row("bad", price="x")), currency="EUR", language="en")

    assert answer.status_code == 201, answer.content
    job = answer.json()
    assert (job["state"], job["filename"], job["dry_run"]) == ("queued", "my products.csv", False)
    run(job["id"])
    done = api.get(f"vendor/imports/{job['id']}", token=token).json()
    assert (done["state"], done["progress_percent"], done["is_complete"]) == ("completed", 100, False)
    assert (done["counts"]["created"], done["counts"]["refused"]) == (1, 1)
    problems = api.get(f"vendor/imports/{job['id']}/problems", token=token, severity="error").json()
    assert [(found["row"], found["column"], found["code"]) for found in problems["items"]] == [(3, "Variant Price", "invalid_price")]
    assert [item["id"] for item in api.get("vendor/imports", token=token).json()["items"]] == [job["id"]]


@pytest.mark.parametrize("name", ["is_dry_run", "dryRun", "dry-run"])
def test_a_dry_run_by_another_name_is_refused(api, token, name):
    answer = start(api, token, file_of(row()), **{name: "true"})

    assert answer.status_code == 422
    assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [(name, "unknown_field")]
    assert api.get("vendor/imports", token=token).json()["items"] == []


def test_a_dry_run_is_asked_for_as_it_is_answered(api, token):
    assert start(api, token, file_of(row()), dry_run="true").json()["dry_run"] is True


SAID = {
    "en": '"x" is not a price in EUR (at most 2 decimals)',
    "nl": '"x" is geen prijs in EUR (hoogstens 2 decimalen)',
    "de": "„x“ ist kein Preis in EUR (höchstens 2 Nachkommastellen)",
    "fr": "« x » n'est pas un prix en EUR (2 décimales au plus)",
}


@pytest.mark.parametrize("language", SAID)
def test_problems_are_shown_in_the_language_of_their_reader(api, token, language):
    job = start(api, token, file_of(row("bad", price="x"))).json()
    run(job["id"])

    answer = api.get(f"vendor/imports/{job['id']}/problems", token=token, headers={"Accept-Language": language})

    assert [problem["message"] for problem in answer.json()["items"]] == [SAID[language]]
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]


def test_problems_are_shown_in_arabic_where_it_is_read(api, mena):
    with tenancy.scope(mena):
        foreign = vendor_token(make_vendor().id)
        answer = api.post(
            "vendor/imports", {"currency": "KWD", "language": "ar"}, files=upload(b"Title,Variant Price\r\n"), token=foreign, tenant="mena"
        )
        services.run_import(import_id=answer.json()["id"], now=NOW)

    path = f"vendor/imports/{answer.json()['id']}"
    said = "لا يذكر الصف الأول هذه الأعمدة: \u2068Handle\u2069"
    assert api.get(path, tenant="mena", token=foreign, lang="ar").json()["failure"] == said
    assert api.get("vendor/imports", tenant="mena", token=foreign, lang="ar").json()["items"][0]["failure"] == said
    assert api.get(f"{path}/problems", tenant="mena", token=foreign, lang="ar").json()["items"][0]["message"] == said
    assert api.get(path, tenant="mena", token=foreign, lang="en").json()["failure"] == "The first row does not name these columns: Handle"


def test_what_the_catalogue_forbids_is_reported_in_the_callers_language_too(api, token):
    job = start(api, token, file_of(row(title="x" * 300))).json()
    run(job["id"])

    (problem,) = api.get(f"vendor/imports/{job['id']}/problems", token=token, lang="de").json()["items"]

    assert (problem["column"], problem["message"]) == ("Title", "Höchstens 255 Zeichen")


def test_problems_come_in_pages(api, token):
    job = start(api, token, file_of(*(row(f"bad-{number}", price="x") for number in range(5)))).json()
    run(job["id"])

    first = api.get(f"vendor/imports/{job['id']}/problems", token=token, limit=3).json()
    second = api.get(f"vendor/imports/{job['id']}/problems", token=token, limit=3, cursor=first["next_cursor"]).json()

    assert [problem["row"] for problem in first["items"] + second["items"]] == [2, 3, 4, 5, 6]
    assert second["next_cursor"] is None


def test_the_export_is_a_csv_with_the_products(api, token):
    job = start(api, token, file_of(row(), row("shade"))).json()
    run(job["id"])

    answer = api.get("vendor/exports/products.csv", token=token)

    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert {line["Handle"] for line in csv.DictReader(io.StringIO(content))} == {"lamp", "shade"}


@pytest.mark.parametrize(
    ("fields", "field"), [({"currency": "KWD"}, "currency"), ({"language": "ar"}, "language"), ({"currency": "euro"}, "currency")]
)
def test_what_the_region_does_not_have_is_refused(api, token, fields, field):
    answer = start(api, token, file_of(row()), **fields)

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_an_import_without_a_file_is_refused(api, token):
    answer = api.post("vendor/imports", {"currency": "EUR"}, files={}, token=token)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "file")


def test_another_vendors_import_is_not_there(api, token):
    job = start(api, token, file_of(row())).json()
    foreign = vendor_token(make_vendor().id)

    for path in (f"vendor/imports/{job['id']}", f"vendor/imports/{job['id']}/problems"):
        assert api.get(path, token=foreign).status_code == 404


def test_roles_that_do_not_keep_the_catalogue_are_refused(api, vendor):
    accountant = vendor_token(vendor.id, "accountant")

    assert start(api, accountant, file_of(row())).status_code == 403
    assert api.get("vendor/exports/products.csv", token=accountant).status_code == 403
    assert api.get("vendor/imports").status_code == 401


def test_another_regions_token_opens_nothing(api, token, mena):
    assert api.get("vendor/imports", tenant="mena", token=token).status_code == 421


def test_regions_keep_their_imports_apart(api, token, mena):
    job = start(api, token, file_of(row())).json()
    with tenancy.scope(mena):
        foreign = vendor_token(make_vendor().id)

    assert api.get(f"vendor/imports/{job['id']}", tenant="mena", token=foreign).status_code == 404


def test_the_uploaded_file_is_opened_by_a_link_that_is_its_vendors_alone(api, client, token):
    content = file_of(row())
    path = f"vendor/imports/{start(api, token, content).json()['id']}/file-links"

    link = api.post(path, token=token)

    assert link.status_code == 201
    file = client.get(link.json()["url"].partition("8000")[2], headers={"Host": "api.eu.localhost"})
    assert (file.getvalue(), file["Content-Type"]) == (content, "text/csv")
    assert api.post(path, token=vendor_token(make_vendor().id)).status_code == 404
    assert api.post(path).status_code == 401


class TestStaff:
    def test_watch_the_imports_of_all_vendors(self, api, token, vendor):
        other = make_vendor()
        mine = start(api, token, file_of(row()), language="en").json()["id"]
        theirs = start(api, vendor_token(other.id), file_of(row()), language="en").json()["id"]
        run(theirs)
        watcher = staff_token("support")

        def found(**query: str) -> list[str]:
            return [item["id"] for item in api.get("admin/imports", token=watcher, **query).json()["items"]]

        assert found() == [theirs, mine]
        assert (found(vendor=vendor.id), found(state="completed")) == ([mine], [theirs])
        assert api.get(f"admin/imports/{theirs}", token=watcher).json()["counts"]["created"] == 1

    def test_of_another_role_or_region_do_not(self, api, token, mena):
        import_id = start(api, token, file_of(row())).json()["id"]
        with tenancy.scope(mena):
            foreign = staff_token()

        for path in ("admin/imports", f"admin/imports/{import_id}"):
            assert api.get(path).status_code == 401
            assert api.get(path, token=token).status_code == 403
            assert api.get(path, token=staff_token("finance")).status_code == 403
            assert api.get(path, token=foreign).status_code == 421
        assert api.get(f"admin/imports/{import_id}", tenant="mena", token=foreign).status_code == 404
