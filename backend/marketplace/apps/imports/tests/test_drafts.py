"""Files that are looked at and mapped before they are imported."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.imports import queries, services
from marketplace.apps.imports.models import ImportDraft, ImportJob
from marketplace.apps.imports.queries import previewing
from marketplace.apps.imports.services import drafts
from marketplace.apps.imports.tests.factories import ACTOR, file_of, further, make_draft, row
from marketplace.apps.imports.types import CellCorrection, ColumnUse, MissingVariants
from marketplace.apps.vendors.tests.factories import make_vendor, staff_token, vendor_token
from marketplace.foundation.blobs import beginning_of_blob, open_blob
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.money import Money
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

# As a shop's own program writes it: nothing of it is a column of the format but the title.
OWN = b"""Artikel;Title;Verkaufspreis;Lager;Intern
lampe;Lampe;42,50;7;geheim
becher;Becher;teuer;3;geheim
"""
MAPPING = {"Artikel": "Handle", "Verkaufspreis": "Variant Price", "Lager": "Variant Inventory Qty", "Intern": ""}


@pytest.fixture
def vendor():
    return make_vendor()


@pytest.fixture
def token(vendor) -> str:
    return vendor_token(vendor.id)


def preview(vendor, draft, mapping=None, *, language: str = "en"):
    return previewing.preview_draft(draft.id, vendor_id=vendor.id, mapping=mapping, language=language)


def start(vendor, draft, mapping, *, is_dry_run: bool = False):
    started = services.import_draft(
        vendor_id=vendor.id,
        draft_id=draft.id,
        mapping=mapping,
        is_dry_run=is_dry_run,
        missing_variants=MissingVariants.KEEP,
        actor=ACTOR,
        now=NOW,
    )
    return services.run_import(import_id=started.id, now=NOW)


def errors_of(vendor, view):
    found = queries.list_problems(view.id, vendor_id=vendor.id, language="en", severity="error", page=PageRequest(100)).items
    return [(problem.row, problem.column, problem.code) for problem in found]


def titles_of(vendor) -> set[str]:
    return {product.texts["en"].title for product in catalog_queries.iter_products_of(vendor.id)}


class TestPreview:
    def test_shows_samples_of_columns_that_are_left_out_and_of_each_of_two_with_one_field(self, vendor):
        draft = make_draft(vendor.id, b"Handle,Title,A,B,C\nlamp,Lamp,1,2,3\n")

        found = preview(vendor, draft, {"A": "Variant Price", "B": "Variant Price", "C": ""})

        assert [column.samples for column in found.columns] == [["lamp"], ["Lamp"], ["1"], ["2"], ["3"]]

    def test_says_how_two_columns_of_one_name_can_be_read(self, vendor):
        draft = make_draft(vendor.id, b"Handle,Title,Preis,Preis\nlamp,Lamp,1,2\n")

        as_field, left_out = preview(vendor, draft, {"Preis": "Variant Price"}), preview(vendor, draft, {"Preis": ""})

        assert [problem.message for problem in as_field.problems if problem.code == "repeated_column"] == [str(previewing.DOUBLED)]
        assert left_out.problems == []

    def test_says_what_each_column_of_the_format_is_read_as(self, vendor):
        draft = make_draft(vendor.id, b"URL handle,Title,Price,Google Shopping / MPN,Colour code\nlamp,Lamp,9.99,m,7\n")

        found = preview(vendor, draft)

        assert [(column.name, column.use, column.field) for column in found.columns] == [
            ("URL handle", ColumnUse.FIELD, "Handle"),
            ("Title", ColumnUse.FIELD, "Title"),
            ("Price", ColumnUse.FIELD, "Variant Price"),
            ("Google Shopping / MPN", ColumnUse.FIELD, "Google Shopping / MPN"),
            ("Colour code", ColumnUse.KEPT, ""),
        ]
        assert found.columns[4].samples == ["7"]
        assert (found.missing, found.missing_for_new) == ([], [])

    def test_names_what_is_missing_and_shows_no_products_without_a_handle(self, vendor):
        found = preview(vendor, make_draft(vendor.id, OWN))

        assert (found.missing, found.missing_for_new, found.products) == (["Handle"], ["Variant Price"], [])
        assert found.columns[0].samples == ["lampe", "becher"]

    def test_shows_the_first_products_as_they_would_become_and_what_is_wrong_where(self, vendor):
        found = preview(vendor, make_draft(vendor.id, OWN, language="en"), MAPPING)

        (lamp,) = found.products
        (variant,) = lamp.variants
        assert (lamp.handle, lamp.title, lamp.row) == ("lampe", "Lampe", 2)
        assert (variant.price, variant.quantity) == (Money(4250, "EUR"), 7)
        assert [(problem.row, problem.column, problem.code) for problem in found.problems] == [(3, "Verkaufspreis", "invalid_price")]
        assert found.columns[4].use is ColumnUse.IGNORED

    def test_stores_nothing(self, vendor):
        preview(vendor, make_draft(vendor.id, OWN), MAPPING)

        assert titles_of(vendor) == set()
        assert not ImportJob.objects.filter(vendor_id=vendor.id).exists()

    def test_reads_the_options_of_variants(self, vendor):
        rows = [row("shirt", option="Size", value="S"), further("shirt", value="M", price="5.00")]

        (shirt,) = preview(vendor, make_draft(vendor.id, file_of(*rows))).products

        assert [variant.options for variant in shirt.variants] == [["S"], ["M"]]

    def test_reports_two_columns_of_one_field(self, vendor):
        draft = make_draft(vendor.id, b"Handle,Title,A,B\nlamp,Lamp,1,2\n")

        found = preview(vendor, draft, {"A": "Variant Price", "B": "Variant Price"})

        assert "repeated_column" in [problem.code for problem in found.problems]

    def test_reads_no_more_than_the_beginning_of_a_file(self, vendor):
        rows = "".join(f"lamp-{number},Lamp {number},9.99,{'x' * 1000}\n" for number in range(2_000))
        draft = make_draft(vendor.id, b"Handle,Title,Variant Price,Body (HTML)\n" + rows.encode())

        found = preview(vendor, draft)

        assert [product.handle for product in found.products] == [f"lamp-{number}" for number in range(previewing.MAX_PRODUCTS)]
        assert found.problems == []

    def test_leaves_out_the_product_that_the_cut_goes_through(self, vendor):
        body = "x" * (previewing.MAX_BYTES - 100)
        draft = make_draft(vendor.id, f"Handle,Title,Variant Price,Body (HTML)\nlamp,Lamp,9,short\nlong,Long,9,{body * 2}\n".encode())

        assert [product.handle for product in preview(vendor, draft).products] == ["lamp"]

    def test_says_why_a_file_cannot_be_read_at_all(self, vendor):
        found = preview(vendor, make_draft(vendor.id, b'"Handle,Title\nlamp'))

        assert (found.columns, [problem.code for problem in found.problems]) == ([], ["malformed"])

    def test_another_vendors_draft_is_not_there(self, vendor):
        draft = make_draft(vendor.id, OWN)

        with pytest.raises(NotFound):
            preview(make_vendor(), draft)


class TestImportOfADraft:
    def test_reads_the_columns_as_they_were_mapped_and_names_the_files_own_in_errors(self, vendor):
        view = start(vendor, make_draft(vendor.id, OWN), MAPPING)

        assert (view.counts.created, view.counts.refused) == (1, 1)
        assert errors_of(vendor, view) == [(3, "Verkaufspreis", "invalid_price")]
        (lamp,) = catalog_queries.iter_products_of(vendor.id)
        assert lamp.variants[0].prices == {"EUR": 4250}
        assert "geheim" not in str(lamp)

    def test_a_faulty_cell_is_mended_under_the_files_own_name(self, vendor):
        view = start(vendor, make_draft(vendor.id, OWN), MAPPING)

        again = services.correct_import(
            vendor_id=vendor.id,
            import_id=view.id,
            cells=[CellCorrection(row=3, column="Verkaufspreis", value="5")],
            is_dry_run=False,
            actor=ACTOR,
            now=NOW,
        )
        done = services.run_import(import_id=again.id, now=NOW)

        assert (done.counts.created, done.counts.unchanged, done.is_complete) == (1, 1, True)
        assert titles_of(vendor) == {"Lampe", "Becher"}

    def test_is_tried_and_then_imported_without_sending_the_file_again(self, vendor):
        draft = make_draft(vendor.id, OWN)
        tried = start(vendor, draft, MAPPING, is_dry_run=True)
        assert (tried.counts.created, titles_of(vendor)) == (1, set())

        real = start(vendor, draft, MAPPING)

        assert (real.counts.created, titles_of(vendor)) == (1, {"Lampe"})

    def test_a_trial_is_done_for_real_by_correcting_nothing(self, vendor):
        tried = start(vendor, make_draft(vendor.id, OWN), MAPPING, is_dry_run=True)

        again = services.correct_import(vendor_id=vendor.id, import_id=tried.id, cells=[], is_dry_run=False, actor=ACTOR, now=NOW)
        services.run_import(import_id=again.id, now=NOW)

        assert titles_of(vendor) == {"Lampe"}

    @pytest.mark.parametrize(
        ("mapping", "field", "code"),
        [
            ({"Artikel": "Handle", "Farbe": "Tags"}, "mapping.1.column", "unknown_column"),
            ({"Artikel": "Handel"}, "mapping.0.field", "unknown_field"),
            ({}, "mapping", "missing_column"),
            ({"Artikel": "Handle", "Lager": "Handle"}, "mapping", "repeated_column"),
            ({"Artikel": "Handle", "Lager": "handle"}, "mapping", "repeated_column"),
        ],
    )
    def test_refuses_a_mapping_that_cannot_be_and_starts_nothing(self, vendor, mapping, field, code):
        draft = make_draft(vendor.id, OWN)

        with pytest.raises(InvalidInput) as refused:
            start(vendor, draft, mapping)

        assert [(error.field, error.code) for error in refused.value.errors] == [(field, code)]
        assert not ImportJob.objects.filter(vendor_id=vendor.id).exists()

    def test_a_field_may_be_named_in_any_case_and_by_the_formats_newer_name(self, vendor):
        named = {"Artikel": "URL handle", "Verkaufspreis": "price", "Lager": "Inventory Quantity", "Intern": ""}
        draft = make_draft(vendor.id, OWN)

        view = start(vendor, draft, named)

        assert view.counts.created == 1
        (lamp,) = catalog_queries.iter_products_of(vendor.id)
        assert lamp.variants[0].prices == {"EUR": 4250}
        assert [product.handle for product in preview(vendor, draft, named).products] == ["lampe"]

    def test_columns_of_one_name_are_left_out_together_or_refused(self, vendor):
        content = OWN.replace(b"Intern", b"Lager")

        with pytest.raises(InvalidInput) as refused:
            start(vendor, make_draft(vendor.id, content), {column: field for column, field in MAPPING.items() if field})
        left_out = start(vendor, make_draft(vendor.id, content), {"Artikel": "Handle", "Verkaufspreis": "Variant Price", "Lager": ""})

        assert [(error.field, error.code) for error in refused.value.errors] == [("mapping.2.column", "doubled_column")]
        assert left_out.counts.created == 1

    def test_a_draft_that_went_meanwhile_starts_nothing(self, vendor):
        draft = make_draft(vendor.id, OWN)
        ImportDraft.objects.filter(pk=draft.id).delete()

        with pytest.raises(NotFound):
            start(vendor, draft, MAPPING)
        assert not ImportJob.objects.filter(vendor_id=vendor.id).exists()


class TestMemory:
    def test_the_next_file_of_the_same_header_is_read_alike(self, vendor):
        start(vendor, make_draft(vendor.id, OWN), MAPPING)

        found = preview(vendor, make_draft(vendor.id, OWN.replace(b"lampe", b"vase")))

        assert (found.is_remembered, found.missing) == (True, [])
        assert [product.handle for product in found.products] == ["vase"]

    def test_the_latest_mapping_is_the_remembered_one(self, vendor):
        start(vendor, make_draft(vendor.id, OWN), MAPPING)
        start(vendor, make_draft(vendor.id, OWN), {**MAPPING, "Intern": "Tags"})

        assert [column.field for column in preview(vendor, make_draft(vendor.id, OWN)).columns][4] == "Tags"

    def test_other_headers_and_other_vendors_remember_nothing(self, vendor):
        start(vendor, make_draft(vendor.id, OWN), MAPPING)
        other = make_vendor()

        assert not preview(vendor, make_draft(vendor.id, OWN.replace(b"Intern", b"Extern"))).is_remembered
        assert not preview(other, make_draft(other.id, OWN)).is_remembered

    def test_the_file_of_an_older_draft_goes_with_it_unless_it_was_imported(self, vendor):
        unused, used = make_draft(vendor.id, OWN), make_draft(vendor.id, OWN)
        unused_path, used_path = (ImportDraft.objects.get(pk=draft.id).path for draft in (unused, used))
        start(vendor, used, MAPPING, is_dry_run=True)

        for _ in range(drafts.MAX_DRAFTS):
            make_draft(vendor.id, OWN)

        assert not ImportDraft.objects.filter(pk__in=[unused.id, used.id]).exists()
        with pytest.raises(NotFound):
            open_blob(unused_path)
        assert beginning_of_blob(used_path, 7) == OWN[:7]

    def test_only_so_many_drafts_are_kept(self, vendor):
        first, *later = [make_draft(vendor.id, OWN) for _ in range(drafts.MAX_DRAFTS + 1)]

        kept = set(ImportDraft.objects.filter(vendor_id=vendor.id).values_list("id", flat=True))

        assert kept == {draft.id for draft in later}
        with pytest.raises(NotFound):
            preview(vendor, first)


class TestApi:
    def upload(self, api, token: str, content: bytes = OWN, **fields: str):
        return api.post("vendor/import-drafts", fields, files={"file": SimpleUploadedFile("own.csv", content)}, token=token)

    def mapping(self, mapping=None):
        return [{"column": column, "field": field} for column, field in (mapping or MAPPING).items()]

    def test_a_file_is_uploaded_looked_at_mapped_and_imported(self, api, token):
        draft = self.upload(api, token, currency="EUR", language="en")
        assert draft.status_code == 201, draft.content
        path = f"vendor/import-drafts/{draft.json()['id']}"

        seen = api.post(f"{path}/previews", {"mapping": self.mapping()}, token=token)
        begun = api.post(f"{path}/imports", {"mapping": self.mapping(), "dry_run": True}, token=token)

        assert seen.status_code == 200, seen.content
        assert [product["title"] for product in seen.json()["products"]] == ["Lampe"]
        assert seen.json()["products"][0]["variants"][0]["price"] == {"minor": 4250, "currency": "EUR"}
        assert (begun.status_code, begun.json()["dry_run"], begun.json()["state"]) == (201, True, "queued")

    def test_problems_are_said_in_the_readers_language(self, api, token):
        path = f"vendor/import-drafts/{self.upload(api, token).json()['id']}/previews"

        seen = api.post(path, {"mapping": self.mapping()}, token=token, headers={"Accept-Language": "nl"})

        assert [problem["message"] for problem in seen.json()["problems"]] == ['"teuer" is geen prijs in EUR (hoogstens 2 decimalen)']

    def test_refuses_who_may_not_edit_products(self, api, vendor, token):
        path = f"vendor/import-drafts/{self.upload(api, token).json()['id']}"

        for who, status in ((vendor_token(vendor.id, "fulfilment"), 403), (staff_token("admin"), 403), (None, 401)):
            assert self.upload(api, who).status_code == status
            assert api.post(f"{path}/previews", {}, token=who).status_code == status
            assert api.post(f"{path}/imports", {}, token=who).status_code == status
        stranger = vendor_token(make_vendor().id)
        assert api.post(f"{path}/previews", {}, token=stranger).status_code == 404
        assert api.post(f"{path}/imports", {"mapping": self.mapping()}, token=stranger).status_code == 404

    def test_refuses_a_mapping_of_a_wrong_shape(self, api, token):
        path = f"vendor/import-drafts/{self.upload(api, token).json()['id']}/previews"

        assert api.post(path, {"mapping": {"Artikel": "Handle"}}, token=token).status_code == 422
        assert api.post(path, {"mapping": [{"column": "Artikel"}]}, token=token).status_code == 422

    def test_refuses_columns_of_one_name_that_are_to_be_read_differently(self, api, token):
        path = f"vendor/import-drafts/{self.upload(api, token).json()['id']}"
        one = {"column": "Lager", "field": "Tags"}

        for action in ("previews", "imports"):
            refused = api.post(f"{path}/{action}", {"mapping": [one, {**one, "field": "Type"}]}, token=token)
            assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "mapping.1.column")
        assert api.post(f"{path}/previews", {"mapping": [one, one]}, token=token).status_code == 200

    def test_a_caller_uploads_so_much_within_an_hour(self, api, token, settings):
        settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "DEFAULT_THROTTLE_RATES": {"import_drafts": "1/hour"}}

        assert [self.upload(api, token).status_code for _ in range(2)] == [201, 429]

    def test_only_approved_vendors_upload(self, api):
        pending = make_vendor(state="pending")

        assert self.upload(api, vendor_token(pending.id)).status_code == 409


def test_the_same_import_is_started_once_for_one_key(api, vendor, token):
    draft = make_draft(vendor.id, OWN)
    body = {"mapping": [{"column": column, "field": field} for column, field in MAPPING.items()]}

    first, second = (api.post(f"vendor/import-drafts/{draft.id}/imports", body, token=token, key="one") for _ in range(2))

    assert first.json()["id"] == second.json()["id"]
    assert ImportJob.objects.filter(vendor_id=vendor.id).count() == 1


def test_a_draft_is_read_from_its_beginning_however_often(vendor):
    draft = services.upload_draft(vendor_id=vendor.id, filename="own.csv", file=io.BytesIO(OWN), currency="EUR", language="en", now=NOW)

    assert preview(vendor, draft, MAPPING) == preview(vendor, draft, MAPPING)
