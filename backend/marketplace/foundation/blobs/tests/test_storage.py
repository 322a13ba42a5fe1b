from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from marketplace.foundation import tenancy
from marketplace.foundation.blobs import InvalidBlob, open_blob, public_url, save_private, save_public
from marketplace.kit.errors import NotFound

pytestmark = pytest.mark.usefixtures("tenant")

PICTURE = b"\x89PNG not really"


def content_of(path: str) -> bytes:
    with open_blob(path) as file:
        return file.read()


def test_a_saved_file_is_read_back():
    path = save_public("products/prod_1/cup.png", PICTURE, "image/png")

    assert path.startswith("eu/public/products/prod_1/cup-")
    assert content_of(path) == PICTURE


def test_the_same_file_twice_is_one_file():
    first = save_public("twice/cup.png", PICTURE, "image/png")
    second = save_public("twice/cup.png", PICTURE, "image/png")

    assert first == second
    assert len(default_storage.listdir("eu/public/twice")[1]) == 1


def test_a_file_that_a_crash_left_half_written_is_written_anew():
    path = save_public("products/cup.png", PICTURE, "image/png")
    Path(default_storage.path(path)).write_bytes(PICTURE[:3])

    assert save_public("products/cup.png", PICTURE, "image/png") == path
    assert content_of(path) == PICTURE


def test_another_content_under_the_same_name_leaves_the_first_as_it_is():
    first = save_public("products/cup.png", PICTURE, "image/png")
    second = save_public("products/cup.png", b"other", "image/png")

    assert first != second
    assert content_of(first) == PICTURE


def test_the_ending_follows_the_type_and_not_the_name():
    assert save_public("notes/page.html", b"<script>", "text/plain").endswith(".txt")


@pytest.mark.parametrize("content_type", ["text/html", "image/svg+xml", "application/javascript", ""])
def test_what_a_browser_would_run_is_not_kept(content_type):
    with pytest.raises(InvalidBlob):
        save_public("notes/page", b"x", content_type)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "/etc/passwd",
        "../mena/public/x",
        "a/../../x",
        "a//b",
        "a/",
        ".hidden",
        "a/.b",
        "a\\b",
        "a\x00b",
        "a b",
        "é",
        "x" * 101,
        "a/" * 200 + "a",
    ],
)
def test_names_that_could_lead_astray_are_refused(name):
    with pytest.raises(InvalidBlob):
        save_public(name, PICTURE, "image/png")


def test_a_private_file_is_opened_and_has_no_address():
    path = save_private("imports/rows.csv", b"a,b", "text/csv")

    assert content_of(path) == b"a,b"
    with pytest.raises(InvalidBlob):
        public_url(path)


def test_a_file_of_another_region_is_not_there(mena):
    path = save_public("products/cup.png", PICTURE, "image/png")

    with tenancy.scope(mena):
        with pytest.raises(NotFound):
            open_blob(path)
        with pytest.raises(InvalidBlob):
            public_url(path)


@pytest.mark.parametrize(
    "path", ["", "eu", "eu/x", "eu/public/absent.png", "eu/public/../../secret", "eu/../mena/public/x", "/eu/public/x"]
)
def test_paths_that_are_not_ours_are_not_there(path):
    with pytest.raises(NotFound):
        open_blob(path)


def test_the_address_of_a_public_file_is_on_the_regions_api_host(api):
    path = save_public("products/cup.png", PICTURE, "image/png")

    url = public_url(path)

    assert url == f"http://api.eu.localhost:8000/media/{path}"


def test_inside_a_transaction_no_file_is_touched():
    with tenancy.atomic():
        with pytest.raises(tenancy.ForbiddenInTransaction):
            save_public("products/cup.png", PICTURE, "image/png")
        with pytest.raises(tenancy.ForbiddenInTransaction):
            open_blob("eu/public/products/cup.png")
