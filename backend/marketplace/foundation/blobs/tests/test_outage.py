"""What happens while the blob store does not answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from marketplace.foundation import clock
from marketplace.foundation.blobs import (
    BlobsUnavailable,
    delete_blob,
    list_folder,
    open_blob,
    private_link,
    public_url,
    save_private,
    save_public,
)
from marketplace.foundation.blobs.store import store
from marketplace.foundation.regions.checks import check_region, check_stores
from marketplace.testing import NOW

from .azurite import Azurite, provision, running_azurite, use_azure

pytestmark = pytest.mark.usefixtures("tenant")
FILE = ("imports/rows.csv", b"a,b", "text/csv")


@pytest.fixture
def own_azurite(settings, tmp_path):
    with running_azurite(tmp_path / "azurite") as azurite:
        use_azure(settings, azurite)
        provision()
        yield azurite


def test_every_call_says_that_files_are_unavailable_and_works_again_afterwards(own_azurite: Azurite):
    path = save_private(*FILE)
    calls: list[Callable[[], object]] = [
        lambda: save_public(*FILE),
        lambda: open_blob(path).close(),
        lambda: delete_blob("eu/private/absent.csv"),
        lambda: list_folder("eu/private/imports"),
        store().check,
        store().provision,
    ]

    own_azurite.stop()
    for call in calls:
        with pytest.raises(BlobsUnavailable):
            call()
    own_azurite.start()

    for call in calls:
        call()
    with open_blob(path) as file:
        assert file.read() == FILE[1]


def test_addresses_are_still_given_and_the_region_stays_in_service(own_azurite: Azurite, eu):
    path, private = save_public(*FILE), save_private(*FILE)

    own_azurite.stop()

    assert public_url(path).endswith(path)
    assert private_link(private, filename="rows.csv", content_type="text/csv", now=clock.now()).expires_at > NOW
    assert check_stores(eu) == []
    assert check_region(eu) == ["files: Files cannot be stored or read right now"]


def test_containers_that_were_never_made_are_named(settings, tmp_path, eu):
    with running_azurite(tmp_path / "azurite") as azurite:
        use_azure(settings, azurite)

        assert check_region(eu) == ["files: there is no container public: run manage.py provision"]
