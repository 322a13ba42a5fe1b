"""What products are, as columns of a file."""

from __future__ import annotations

from decimal import Decimal

import pytest

from marketplace.apps.imports.tests.factories import file_of, import_file, row
from marketplace.apps.imports.tests.reading import outcomes, problems_of, products_of
from marketplace.apps.vendors.tests.factories import make_vendor
from marketplace.kit.ids import VendorId

pytestmark = pytest.mark.usefixtures("tenant")


@pytest.fixture
def vendor(tenant) -> VendorId:
    return VendorId(make_vendor().id)


def test_specifications_are_columns_of_a_file(vendor):
    wood, width, folds, care = (
        "Specification: Wood",
        "Specification: Width (number)",
        "Specification: Folds (yes_no)",
        "Specification: Care (text)",
    )
    first = row("table") | {
        wood: "Oak", f"{wood} [nl]": "Eiken", "Specification name: Wood [nl]": "Hout", width: "120,5 cm", folds: "false",
        care: "Wipe it.",
    }  # fmt: skip
    import_file(vendor, file_of(first))

    care_, folds_, width_, wood_ = products_of(vendor)["table"].specifications

    assert (wood_.name, wood_.kind, wood_.text) == ({"en": "Wood", "nl": "Hout"}, "choice", {"en": "Oak", "nl": "Eiken"})
    assert (width_.number, width_.unit, folds_.is_so, care_.text) == (Decimal("120.5"), "cm", False, {"en": "Wipe it."})

    import_file(vendor, file_of(row("table") | {wood: "Pine", width: ""}))

    care_, folds_, wood_ = products_of(vendor)["table"].specifications
    assert (wood_.name, wood_.text) == ({"en": "Wood", "nl": "Hout"}, {"en": "Pine", "nl": "Eiken"})
    assert (folds_.is_so, care_.text) == (False, {"en": "Wipe it."})


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("Specification: Width (number)", "wide", "not_a_number"),
        ("Specification: Width (number)", "1.000 mm", "ambiguous_number"),
        ("Specification: Folds (yes_no)", "sometimes", "not_true_or_false"),
    ],
)
def test_a_cell_that_is_no_such_value_keeps_its_product_out(vendor, column, cell, code):
    view = import_file(vendor, file_of(row("table") | {column: cell}))

    assert outcomes(view) == (0, 0, 0, 1)
    assert problems_of(view) == [(2, column, code)]
