"""What holds of the folder alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from marketplace.foundation.blobs import BlobsUnavailable, list_folder, open_blob, public_url, save_public
from marketplace.foundation.blobs.store import store
from marketplace.kit.errors import NotFound

pytestmark = pytest.mark.usefixtures("tenant")


def test_the_address_of_a_public_file_is_on_the_regions_api_host():
    path = save_public("products/cup.png", b"x", "image/png")

    assert public_url(path) == f"http://api.eu.localhost:8000/media/{path}"


def test_a_folder_that_cannot_be_written_is_an_outage(settings, tmp_path: Path):
    settings.MEDIA_ROOT = tmp_path / "file"
    settings.MEDIA_ROOT.write_text("in the way of the folder")

    for call in (
        lambda: save_public("products/cup.png", b"x", "image/png"),
        store().check,
        store().provision,
    ):
        with pytest.raises(BlobsUnavailable):
            call()
    assert list_folder("eu/public/products") == []
    with pytest.raises(NotFound):
        open_blob("eu/public/products/cup.png")
