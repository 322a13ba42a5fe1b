from __future__ import annotations

import io

import pytest

from marketplace.apps.imports.domain.shopify.reading import ProductFile
from marketplace.apps.imports.services import spool
from marketplace.apps.imports.tests.factories import file_of, further, row
from marketplace.foundation.blobs import open_blob
from marketplace.kit.errors import NotFound

PRODUCTS = spool.PRODUCTS_OF_PART + 5


@pytest.fixture
def content() -> bytes:
    """More products than a part has; the last rows are those of a handle that came before, which is a problem."""
    rows = [row(f"lamp-{number}", title="مصباح" if number % 2 else "Lamp") for number in range(PRODUCTS - 1)]
    return file_of(*rows, row("lamp-0"), further("lamp-0", value="L"))


@pytest.mark.parametrize("skip", [0, 1, spool.PRODUCTS_OF_PART - 1, spool.PRODUCTS_OF_PART, PRODUCTS - 1, PRODUCTS])
def test_products_are_read_as_they_were_written_from_any_place(tenant, content, skip):
    products = list(ProductFile(io.BytesIO(content)).groups())

    parts, rows = spool.write("imp_1", ProductFile(io.BytesIO(content)).groups())

    read = list(spool.read(parts, skip=skip))
    assert (len(parts), rows) == (2, PRODUCTS + 1)
    assert [(group.handle, group.records) for group in read] == [(group.handle, group.records) for group in products[skip:]]
    assert [str(problem.message) for group in read for problem in group.problems] == [
        str(problem.message) for group in products[skip:] for problem in group.problems
    ]


def test_the_same_file_gives_the_same_parts(tenant, content):
    first, again = (spool.write("imp_1", ProductFile(io.BytesIO(content)).groups()) for _ in range(2))

    assert first == again


def test_a_file_without_products_has_no_parts(tenant):
    assert spool.write("imp_1", ProductFile(io.BytesIO(file_of())).groups()) == ([], 0)


def test_parts_are_removed_when_the_import_has_ended(tenant, content):
    parts = spool.write("imp_1", ProductFile(io.BytesIO(content)).groups()).parts

    spool.delete(parts)

    for path in parts:
        with pytest.raises(NotFound):
            open_blob(path)
