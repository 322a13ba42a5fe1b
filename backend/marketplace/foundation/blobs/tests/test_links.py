"""Private files open by a link that was signed for them, for a short time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.foundation import clock, tenancy
from marketplace.foundation.blobs import LINK_LIFE, InvalidBlob, private_link, save_private, save_public

from .conftest import Fetch

pytestmark = pytest.mark.usefixtures("tenant", "blob_engine")


@pytest.fixture
def path(tenant, blob_engine) -> str:
    return save_private("statements/pout_1.pdf", b"%PDF-1.7", "application/pdf")


def link_to(path: str, **options):
    return private_link(path, filename="statement.pdf", content_type="application/pdf", now=clock.now(), **options)


def test_a_link_downloads_the_file_under_its_name_and_is_kept_by_nobody(fetch: Fetch, path):
    link = link_to(path)

    answer = fetch(link.url)

    assert (answer.status_code, answer.content) == (200, b"%PDF-1.7")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="statement.pdf"'
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert timedelta(0) < link.expires_at - clock.now() <= LINK_LIFE == timedelta(minutes=5)


def test_a_link_whose_time_is_over_opens_nothing(fetch: Fetch, path):
    answer = fetch(link_to(path, life=timedelta(seconds=-2)).url)

    assert answer.status_code in (403, 410)
    assert b"%PDF" not in answer.content


@pytest.mark.parametrize("place", [-1, -12, -30])
def test_a_link_that_was_altered_opens_nothing(fetch: Fetch, path, place):
    url = link_to(path).url
    altered = "A" if url[place] != "A" else "B"

    answer = fetch(url[:place] + altered + url[place + 1 or len(url) :])

    assert answer.status_code in (400, 403, 404)
    assert b"%PDF" not in answer.content


def test_a_link_is_for_one_file(fetch: Fetch, path, blob_engine):
    other = save_private("statements/pout_2.pdf", b"%PDF of another vendor", "application/pdf")
    url, other_url = link_to(path).url, link_to(other).url

    # The signature of the one, at the address of the other.
    url = url.replace(path, other) if blob_engine != "files" else url[:-40] + other_url[-40:]

    assert fetch(url).status_code in (403, 404)


def test_a_link_of_one_region_opens_nothing_in_another(fetch: Fetch, path, mena):
    save = ("statements/pout_1.pdf", b"%PDF-1.7", "application/pdf")
    with tenancy.scope(mena):
        save_private(*save)

    url = link_to(path).url.replace("api.eu.localhost", "api.mena.localhost").replace("globalmarketeu", "globalmarketmena")
    url = url.replace("/eu/private/", "/mena/private/")

    assert fetch(url).status_code in (403, 404)


def test_there_is_no_link_to_what_is_not_the_tenants_own_private_file(path, mena):
    public = save_public("products/cup.png", b"x", "image/png")

    for wrong in (public, "eu/private/../x", "mena/private/x.pdf", ""):
        with pytest.raises(InvalidBlob):
            link_to(wrong)
    with tenancy.scope(mena), pytest.raises(InvalidBlob):
        link_to(path)


@pytest.mark.parametrize("filename", ["", 'a".pdf', "a\r\nSet-Cookie: x", "../x", "é.pdf"])
def test_a_file_name_that_would_break_the_header_is_refused(path, filename):
    with pytest.raises(InvalidBlob):
        private_link(path, filename=filename, content_type="application/pdf", now=clock.now())


def test_a_type_that_a_browser_would_run_is_refused(path):
    with pytest.raises(InvalidBlob):
        private_link(path, filename="a.html", content_type="text/html", now=clock.now())
