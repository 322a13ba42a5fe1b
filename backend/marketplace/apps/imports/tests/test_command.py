from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.imports.tests.factories import file_of, further, row, variant_cells
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.foundation import tenancy


def run(path, vendor, *options: str, currency: str = "EUR", region: str = "eu") -> tuple[int, str, str]:
    """Exit status, standard output and standard error."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command(
            "import_products", f"--tenant={region}", f"--vendor={vendor.slug}", f"--currency={currency}", str(path), *options,
            stdout=out, stderr=err,
        )  # fmt: skip
    except SystemExit as ended:
        status = int(ended.code or 0)
    return status, out.getvalue(), err.getvalue()


@pytest.fixture
def vendor(tenant):
    return make_vendor()


def test_a_whole_import_ends_with_zero_and_prints_its_progress_to_stderr(tmp_path, vendor):
    path = tmp_path / "products.csv"
    path.write_bytes(file_of(row(option="Size", value="S"), further(value="M") | variant_cells(), row("shade")))

    status, out, err = run(path, vendor)

    assert status == 0
    assert "2 products created" in out
    assert "3 of 3 rows" in err
    assert len(list(catalog_queries.iter_products_of(vendor.id))) == 2


def test_one_refused_row_ends_with_one_and_the_report_names_it(tmp_path, vendor):
    path = tmp_path / "products.csv"
    path.write_bytes(file_of(row(), row("bad", price="-1")))

    status, out, _ = run(path, vendor, "--json")

    report = json.loads(out)
    assert status == 1
    assert (report["state"], report["is_complete"], report["counts"]["created"]) == ("completed", False, 1)
    assert [(found["row"], found["column"], found["code"]) for found in report["problems"]] == [(3, "Variant Price", "price_not_positive")]


def test_a_dry_run_stores_nothing(tmp_path, vendor):
    path = tmp_path / "products.csv"
    path.write_bytes(file_of(row()))

    status, out, _ = run(path, vendor, "--dry-run")

    assert (status, "1 products would be created" in out) == (0, True)
    assert list(catalog_queries.iter_products_of(vendor.id)) == []


def test_prices_in_kuwait_have_three_decimals(tmp_path, mena):
    with tenancy.scope(mena):
        vendor = make_vendor()
    path = tmp_path / "products.csv"
    path.write_bytes(file_of(row(price="12.345")))

    status, _, _ = run(path, vendor, currency="KWD", region="mena")

    with tenancy.scope(mena):
        (product,) = catalog_queries.iter_products_of(vendor.id)
    assert (status, product.variants[0].prices) == (0, {"KWD": 12345})


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"region": "asia"}, "no active region"),
        ({"currency": "KWD"}, "currency"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(tmp_path, vendor, options, sentence):
    path = tmp_path / "products.csv"
    path.write_bytes(file_of(row()))

    with pytest.raises(CommandError, match=sentence):
        run(path, vendor, **options)


def test_a_file_that_is_not_there_is_said_in_one_sentence(tmp_path, vendor):
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.csv", vendor)
