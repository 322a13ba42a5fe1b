"""Logos of vendors: uploaded, made by a worker, replaced, removed, and who may do so."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.apps.catalog.tests.factories import picture
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import queries, services
from marketplace.apps.vendors.errors import VendorStateForbids
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, vendor_token
from marketplace.foundation.audit.models import AuditEntry
from marketplace.kit.errors import InvalidInput
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def vendor():
    return make_vendor()


def set_logo(vendor, content: bytes):
    return services.set_logo(vendor_id=vendor.id, content=content, actor=VENDOR_ACTOR, now=NOW)


def uploads() -> list[str]:
    return sorted(str(path) for path in (Path(settings.MEDIA_ROOT) / "eu/private/uploads").glob("*"))


def files_of(logo) -> list[str]:
    """The files of a logo that are there, and its upload."""
    name = logo.folder.rpartition("/")[2]
    root = Path(settings.MEDIA_ROOT)
    return sorted(path.name for folder in (root / logo.folder, root / f"eu/private/uploads/{name}") for path in folder.glob("*"))


def test_a_logo_is_made_in_several_widths_and_its_upload_deleted(vendor, drain):
    taken = set_logo(vendor, picture(width=1000, height=500)).logo
    assert taken.state == "processing"
    assert len(files_of(taken)) == 1

    drain()

    made = queries.get_vendor(vendor.id).logo
    assert (made.state, list(made.widths), made.width, made.height) == ("ready", [160, 320, 640], 640, 320)
    assert files_of(made) == sorted(f"{width}.{kind}" for width in (160, 320, 640) for kind in ("avif", "webp"))


def test_another_logo_takes_the_place_of_the_first_and_its_files(vendor, drain):
    set_logo(vendor, picture())
    drain()
    first = queries.get_vendor(vendor.id).logo

    set_logo(vendor, picture(colour="red"))
    set_logo(vendor, picture(colour="blue"))  # before a worker has come to the one before
    drain()

    second = queries.get_vendor(vendor.id).logo
    assert (second.state, list(second.former)) == ("ready", [])
    assert (files_of(first), len(files_of(second))) == ([], 2)
    assert not list((Path(settings.MEDIA_ROOT) / "eu/private/uploads").glob("logo_*/*"))


def test_a_removed_logo_leaves_no_files(vendor, drain):
    set_logo(vendor, picture())
    drain()
    made = queries.get_vendor(vendor.id).logo

    services.remove_logo(vendor_id=vendor.id, actor=VENDOR_ACTOR, now=NOW)
    drain()

    assert queries.get_vendor(vendor.id).logo.state == "none"
    assert files_of(made) == []
    assert AuditEntry.objects.filter(resource=vendor.id, action="vendor.logo_changed").count() == 2


def test_a_picture_that_breaks_off_is_refused_with_its_reason(vendor, drain, api):
    set_logo(vendor, picture(width=300, height=300, kind="JPEG")[:-200])

    drain()

    logo = api.get("vendor/profile", token=vendor_token(vendor.id)).json()["logo"]
    assert (logo["state"], logo["picture"]) == ("refused", None)
    assert "damaged" in logo["failure"]


def test_refuses_what_is_no_picture_and_a_vendor_that_has_left(vendor):
    with pytest.raises(InvalidInput):
        set_logo(vendor, b"<svg/>")
    services.close_vendor(vendor_id=vendor.id, reason="Gone", actor=STAFF_ACTOR, now=NOW)
    before = uploads()
    with pytest.raises(VendorStateForbids):
        set_logo(vendor, picture())
    assert uploads() == before


def test_the_endpoint_takes_a_file_of_an_owner_or_a_manager(api, vendor, drain):
    def upload(token: str, content: bytes, **options):
        return api.put("vendor/logo", files={"file": SimpleUploadedFile("logo.png", content, "image/png")}, token=token, **options)

    taken = upload(vendor_token(vendor.id, "manager"), picture())

    assert (taken.status_code, taken.json()["logo"]["state"]) == (200, "processing")
    assert upload(vendor_token(vendor.id, "fulfilment"), picture()).status_code == 403
    assert upload(vendor_token(vendor.id), picture(), tenant="mena").status_code == 421
    assert upload(vendor_token(vendor.id), b"%PDF-").json()["errors"][0]["code"] == "not_a_picture"
    drain()
    shown = api.get("vendor/profile", token=vendor_token(vendor.id)).json()["logo"]
    assert (shown["state"], shown["picture"]["width"]) == ("ready", 40)
    removed = api.delete("vendor/logo", token=vendor_token(vendor.id))
    assert (removed.status_code, removed.json()["logo"]["state"]) == (200, "none")
