from __future__ import annotations

import pytest

from marketplace.kit import limits


def test_a_declared_limit_is_its_value_and_is_listed_by_name():
    assert limits.declare("test.rows", 10, "rows", "Rows of a file.") == 10
    limits.declare("test.bytes", 5, "bytes", "Bytes of a body.")

    names = [limit.name for limit in limits.list_declared()]
    assert names == sorted(names)
    assert {"test.bytes", "test.rows"} <= set(names)


def test_a_name_has_one_meaning():
    limits.declare("test.columns", 10, "columns", "Columns of a file.")

    with pytest.raises(ValueError, match=r"test\.columns"):
        limits.declare("test.columns", 20, "columns", "Columns of a file.")
