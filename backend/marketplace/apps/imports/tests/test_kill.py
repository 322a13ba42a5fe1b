from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from marketplace.apps.catalog import queries as catalog_queries
from marketplace.apps.imports import services
from marketplace.apps.imports.models import ImportJob
from marketplace.apps.imports.tests.factories import file_of, many_rows
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.testing import NOW

MANAGE = Path(__file__).resolve().parents[4] / "manage.py"


@pytest.mark.django_db(transaction=True)
def test_a_process_killed_in_the_middle_leaves_an_import_that_another_one_finishes(tenant, tmp_path):
    vendor = make_vendor()
    path = tmp_path / "products.csv"
    path.write_bytes(file_of(*many_rows(1500)))
    command = [sys.executable, str(MANAGE), "import_products", "--tenant=eu", f"--vendor={vendor.slug}", "--currency=EUR", str(path)]

    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "of 1500 rows" in line:
                process.send_signal(signal.SIGKILL)
                break
    cut = ImportJob.objects.get()
    assert (cut.state, 0 < cut.rows_done < 1500) == ("running", True)
    (stranded,) = services.claim_stranded(now=cut.touched_at + services.STRANDED_AFTER * 2)
    view = services.run_import(import_id=stranded.import_id, now=NOW)

    assert (view.is_complete, view.counts.created, view.counts.rows_done) == (True, 900, 1500)
    assert len(list(catalog_queries.iter_products_of(vendor.id))) == 900
