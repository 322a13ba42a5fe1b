from __future__ import annotations

import pytest

from marketplace.kit.etags import version_of


def test_an_etag_names_a_version():
    assert version_of("17") == 17


@pytest.mark.parametrize("etag", ["", "*", "-1", "1.5", "²", "٣", "9" * 30])
def test_what_is_no_etag_of_ours_names_none(etag):
    assert version_of(etag) == 0
