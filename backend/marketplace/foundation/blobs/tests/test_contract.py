"""What holds of files in every engine."""

from __future__ import annotations

import tempfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile

from marketplace.foundation import tenancy
from marketplace.foundation.blobs import (
    InvalidBlob,
    beginning_of_blob,
    delete_blob,
    list_folder,
    open_blob,
    public_folder,
    public_url,
    save_into,
    save_private,
    save_public,
)
from marketplace.foundation.blobs.store import store
from marketplace.kit.errors import NotFound
from marketplace.kit.ids import new_id
from marketplace.testing import NOW

from .azurite import provision
from .conftest import Fetch

pytestmark = pytest.mark.usefixtures("tenant", "blob_engine")

PICTURE = b"\x89PNG not really"


def content_of(path: str) -> bytes:
    with open_blob(path) as file:
        return file.read()


def test_a_saved_file_is_read_back():
    path = save_public("products/prod_1/cup.png", PICTURE, "image/png")

    assert path.startswith("eu/public/products/prod_1/cup-")
    assert content_of(path) == PICTURE


def test_a_large_file_is_passed_opened_and_is_the_same_file_as_its_bytes():
    content = PICTURE * 1_000_000
    with tempfile.TemporaryFile() as file:
        file.write(content)
        path = save_private("imports/rows.csv", file, "text/csv")

    assert path == save_private("imports/rows.csv", content, "text/csv")
    assert content_of(path) == content


@pytest.mark.parametrize("make", [SimpleUploadedFile, TemporaryUploadedFile])
def test_what_an_upload_says_of_itself_is_not_believed(fetch, make):
    upload = make("evil.html", b"", "text/html") if make is SimpleUploadedFile else make("evil.html", "text/html", 0, None)
    upload.write(PICTURE)

    answer = fetch(public_url(save_public("products/cup.png", upload, "image/png")))

    assert (answer.content, answer.headers["Content-Type"]) == (PICTURE, "image/png")


def test_the_same_file_twice_is_one_file():
    first = save_public("twice/cup.png", PICTURE, "image/png")
    second = save_public("twice/cup.png", PICTURE, "image/png")

    assert first == second
    assert list_folder("eu/public/twice") == [first]


def test_a_backup_finds_every_file_of_the_tenant_and_no_other(mena):
    saved = {save_public("all/cup.png", PICTURE, "image/png"), save_private("all/deep/er/rows.csv", b"a,b", "text/csv")}
    with tenancy.scope(mena):
        provision()
        foreign = save_private("all/rows.csv", b"c", "text/csv")

    found = set(store().all_paths())

    assert saved <= found
    assert foreign not in found
    assert {path.split("/")[0] for path in found} == {"eu"}


def test_what_lies_half_written_at_a_path_is_replaced():
    path = save_public("products/cup.png", PICTURE, "image/png")
    store().put(path, BytesIO(PICTURE[:3]), "image/png")

    assert save_public("products/cup.png", PICTURE, "image/png") == path
    assert content_of(path) == PICTURE


def test_names_that_differ_in_case_or_ending_only_are_files_of_their_own():
    paths = [save_public(f"case/{name}", PICTURE, "image/png") for name in ("Cup.png", "cup.png", "cup.v2", "cup.v3")]

    assert len({path.lower() for path in paths}) == 4


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
        "a.",
        "a./b",
        "a\n",
        "ａ",
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


def test_anybody_fetches_a_public_file_as_what_it_is_and_keeps_it(fetch: Fetch):
    answer = fetch(public_url(save_public("products/cup.webp", PICTURE, "image/webp")))

    assert (answer.status_code, answer.content) == (200, PICTURE)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_nobody_fetches_a_private_file_where_public_ones_lie(fetch: Fetch):
    public, private = save_public("a/b.csv", b"a", "text/csv"), save_private("a/b.csv", b"a", "text/csv")

    url = public_url(public).replace(public, private)

    assert fetch(url).status_code == 404
    assert fetch(url.replace("/public/", "/private/", 1)).status_code in (403, 404)


def test_a_folder_holds_its_files_until_they_are_deleted(mena):
    folder, other = (public_folder(f"products/prod_1/{new_id('set', at=NOW)}") for _ in range(2))
    paths = [save_into(folder, stem, PICTURE, "image/webp") for stem in ("320", "640")]
    save_into(other, "320", PICTURE, "image/webp")

    assert folder != other
    assert list_folder(folder) == sorted(paths) == [f"{folder}/320.webp", f"{folder}/640.webp"]
    with tenancy.scope(mena), pytest.raises(InvalidBlob):
        list_folder(folder)
    for path in [*paths, paths[0]]:
        delete_blob(path)
    assert list_folder(folder) == []
    assert len(list_folder(other)) == 1
    with pytest.raises(NotFound):
        open_blob(paths[0])


@pytest.mark.parametrize("name", ["", "../mena/public/x", "a//b", "a/", "é"])
def test_a_folder_stays_in_its_tenants(name):
    with pytest.raises(InvalidBlob):
        public_folder(name)


def test_the_beginning_of_a_file_is_read_without_the_rest(mena):
    path = save_private("imports/long.csv", b"0123456789", "text/csv")
    empty = save_private("imports/empty.csv", b"", "text/csv")

    assert [beginning_of_blob(path, count) for count in (4, 10, 11)] == [b"0123", b"0123456789", b"0123456789"]
    assert beginning_of_blob(empty, 4) == b""
    for absent in ("eu/private/imports/absent.csv", "../etc/passwd"):
        with pytest.raises(NotFound):
            beginning_of_blob(absent, 4)
    with tenancy.scope(mena), pytest.raises(NotFound):
        beginning_of_blob(path, 4)


def test_a_folder_that_never_was_is_empty():
    assert list_folder("eu/public/never") == []


@pytest.mark.parametrize(
    ("folder", "stem"), [("mena/public/x", "640"), ("eu/private/x", "640"), ("eu/public/x", "../640"), ("eu/public/x", "a/b")]
)
def test_nothing_is_put_into_what_is_no_public_folder_of_the_tenant(folder, stem):
    with pytest.raises(InvalidBlob):
        save_into(folder, stem, PICTURE, "image/webp")


def test_another_tenants_file_is_not_deleted(mena):
    path = save_public("products/cup.png", PICTURE, "image/png")

    with tenancy.scope(mena), pytest.raises(InvalidBlob):
        delete_blob(path)
    assert content_of(path) == PICTURE


def test_provisioning_is_safe_to_repeat():
    path = save_public("products/cup.png", PICTURE, "image/png")

    provision()

    store().check()
    assert content_of(path) == PICTURE


def test_inside_a_transaction_no_file_is_touched():
    with tenancy.atomic():
        with pytest.raises(tenancy.ForbiddenInTransaction):
            save_public("products/cup.png", PICTURE, "image/png")
        with pytest.raises(tenancy.ForbiddenInTransaction):
            open_blob("eu/public/products/cup.png")
