"""Rows that were mended where they were shown: the same file again, with other cells."""

from __future__ import annotations

import io

import pytest

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.imports import queries, services
from marketplace.apps.imports.domain.shopify.correcting import corrected
from marketplace.apps.imports.domain.shopify.reading import ProductFile
from marketplace.apps.imports.errors import ImportUnderWay
from marketplace.apps.imports.models import ImportJob
from marketplace.apps.imports.tests.factories import ACTOR, file_of, further, import_file, row, start
from marketplace.apps.imports.types import CellCorrection
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.kit.errors import InvalidInput, NotFound
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")


@pytest.fixture
def vendor():
    return make_vendor()


def faults_of(vendor, view):
    return queries.list_problems(view.id, vendor_id=vendor.id, language="en", severity="error", page=PageRequest(100)).items


def fix(vendor, view, *cells: CellCorrection, is_dry_run: bool = False):
    started = services.correct_import(vendor_id=vendor.id, import_id=view.id, cells=cells, is_dry_run=is_dry_run, actor=ACTOR, now=NOW)
    return services.run_import(import_id=started.id, now=NOW)


def cell(row_number: int, column: str, value: str) -> CellCorrection:
    return CellCorrection(row=row_number, column=column, value=value)


def test_a_fault_says_what_the_cell_holds_and_is_mended_by_naming_it(vendor):
    tried = import_file(vendor.id, file_of(row("lamp"), row("mug", **{"Variant Price": "cheap"})), is_dry_run=True)
    (fault,) = faults_of(vendor, tried)
    assert (fault.row, fault.column, fault.value) == (3, "Variant Price", "cheap")

    again = fix(vendor, tried, cell(fault.row, fault.column, "19.99"))

    assert (again.dry_run, again.is_complete, again.counts.created, again.filename) == (False, True, 2, tried.filename)
    prices = {product.slug: product.variants[0].prices for product in catalog_queries.iter_products_of(vendor.id)}
    assert prices["mug"] == {"EUR": 1999}


def test_what_went_in_already_is_unchanged(vendor):
    first = import_file(vendor.id, file_of(row("lamp"), row("mug", **{"Variant Price": "cheap"})))
    assert (first.counts.created, first.counts.refused) == (1, 1)

    again = fix(vendor, first, cell(3, "Variant Price", "5"))

    assert (again.counts.created, again.counts.unchanged, again.counts.errors) == (1, 1, 0)


def test_rows_keep_their_numbers_and_all_that_was_not_mended_stays(vendor):
    source = b'\n\nHandle;Title;Variant Price\n\nlamp;"Two\nlines; and a half";"1,50"\nmug;=Formula\n'

    out = b"".join(corrected(ProductFile(io.BytesIO(source)), [cell(6, "variant price", "2")])).decode()

    assert out == '\n\nHandle,Title,Variant Price\n\nlamp,"Two\nlines; and a half","1,50"\nmug,=Formula,2\n'


def test_refuses_a_column_that_the_file_has_not(vendor):
    first = import_file(vendor.id, file_of(row("lamp")))

    with pytest.raises(InvalidInput) as refused:
        fix(vendor, first, cell(2, "Title", "x"), cell(2, "Variant Colour", "x"))

    assert [error.field for error in refused.value.errors] == ["cells.1.column"]


def test_a_row_that_the_file_has_not_fails_the_new_import(vendor):
    first = import_file(vendor.id, file_of(row("lamp")))

    again = fix(vendor, first, cell(2, "Title", "x"), cell(40, "Title", "x"))

    assert again.state == "failed"
    assert [(fault.code, fault.row) for fault in faults_of(vendor, again)] == [("unknown_row", 40)]


def test_a_file_with_a_quote_that_is_never_closed_fails_the_new_import(vendor):
    first = import_file(vendor.id, b'Handle,Title\nlamp,"Lamp\nmug,Mug\n')

    again = fix(vendor, first, cell(2, "Title", "Lamp"))

    assert [fault.code for fault in faults_of(vendor, again)] == ["malformed"]


def test_the_rows_are_left_to_the_worker_and_a_mended_file_can_be_mended_again(vendor):
    first = import_file(vendor.id, file_of(row("lamp", **{"Variant Price": "dear"}), row("mug", **{"Variant Price": "cheap"})))
    named = {"vendor_id": vendor.id, "import_id": first.id, "actor": ACTOR, "now": NOW}
    asked = services.correct_import(**named, cells=[cell(2, "Variant Price", "7")], is_dry_run=False)
    job = ImportJob.objects.get(pk=asked.id)
    assert (job.path, len(job.corrections)) == (ImportJob.objects.get(pk=first.id).path, 1)

    second = services.run_import(import_id=asked.id, now=NOW)
    again = fix(vendor, second, cell(3, "Variant Price", "5"))

    assert (second.counts.created, again.counts.created, again.counts.unchanged, again.counts.errors) == (1, 1, 1, 0)


def test_a_long_cell_is_shown_cut_off_and_says_so(vendor):
    wrong = {"Variant Price": "x" * 501}
    tried = import_file(vendor.id, file_of(row("lamp", **wrong), row("mug", **{"Variant Price": "x" * 500})), is_dry_run=True)

    assert [(len(fault.value), fault.is_value_cut) for fault in faults_of(vendor, tried)] == [(500, True), (500, False)]


def test_refuses_another_vendors_import_and_one_that_is_not_done(vendor):
    first = import_file(vendor.id, file_of(row("lamp"), further("lamp", **{"Image Src": "https://example.com/a.jpg"})))
    waiting = start(vendor.id, file_of(row("mug")))

    with pytest.raises(NotFound):
        fix(make_vendor(), first, cell(2, "Title", "x"))
    with pytest.raises(ImportUnderWay):
        fix(vendor, waiting, cell(2, "Title", "x"))


def test_the_endpoint_starts_the_corrected_import(api, vendor):
    tried = import_file(vendor.id, file_of(row("mug", **{"Variant Price": "cheap"})), is_dry_run=True)
    body = {"cells": [{"row": 2, "column": "Variant Price", "value": "5"}], "dry_run": True}
    path, token = f"vendor/imports/{tried.id}/corrections", vendor_token(vendor.id)

    started = api.post(path, body, token=token)

    assert (started.status_code, started.json()["dry_run"]) == (201, True), started.content
    assert started.json()["id"] != tried.id
    assert api.post(path, body, token=vendor_token(vendor.id, "fulfilment")).status_code == 403
    assert api.post(path, body, token=vendor_token(make_vendor().id)).status_code == 404
    assert api.post(path, {"dry_run": True}, token=token).status_code == 422
