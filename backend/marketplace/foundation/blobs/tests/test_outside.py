"""Backups in a container of their own: the library and the server are real, the machine that gives tokens is ours."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pyrage
import pytest
from azure.storage.blob import ContainerClient
from django.core.management import CommandError, call_command

from marketplace.foundation.blobs.azure import credential
from marketplace.foundation.blobs.outside import FileIsThere, OutsideUnavailable, put_into
from marketplace.foundation.regions.backup import check_backup
from marketplace.foundation.regions.models import LatestBackup

from .azurite import AzuriteByIdentity
from .identity import Machine

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def container(azurite_by_identity: AzuriteByIdentity, machine: Machine, request: pytest.FixtureRequest) -> ContainerClient:
    account = azurite_by_identity.storages["eu.private"]["OPTIONS"]["account_url"]
    client = ContainerClient(account, f"backups-{abs(hash(request.node.name))}", credential=credential())
    client.create_container()
    return client


def test_a_file_is_there_under_the_address_that_is_returned(container: ContainerClient):
    address = put_into(f"{container.url}/", "eu.zip.age", BytesIO(b"sealed"))

    assert address == f"{container.url}/eu.zip.age"
    assert container.download_blob("eu.zip.age").readall() == b"sealed"


def test_nothing_is_replaced(container: ContainerClient):
    put_into(container.url, "eu.zip.age", BytesIO(b"sealed"))

    with pytest.raises(FileIsThere, match="there already"):
        put_into(container.url, "eu.zip.age", BytesIO(b"another"))

    assert container.download_blob("eu.zip.age").readall() == b"sealed"


def test_a_container_that_is_not_there_is_said(container: ContainerClient):
    with pytest.raises(OutsideUnavailable, match="container"):
        put_into(f"{container.url}-of-others", "eu.zip.age", BytesIO(b"sealed"))


def test_a_backup_goes_to_the_container_whole_and_is_noted(container: ContainerClient, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    identity = pyrage.x25519.Identity.generate()

    call_command("backup", "--platform", "--to", container.url, "--recipient", str(identity.to_public()))

    place = capsys.readouterr().out.strip()
    (tmp_path / "copy").write_bytes(container.download_blob(place.rpartition("/")[2]).readall())
    assert check_backup(tmp_path / "copy", identity=str(identity)).database == "platform"
    noted = LatestBackup.objects.get(database="platform")
    assert (noted.place, noted.size_bytes) == (place, (tmp_path / "copy").stat().st_size)


def test_a_backup_that_the_container_does_not_take_is_not_noted(container: ContainerClient):
    key = str(pyrage.x25519.Identity.generate().to_public())

    with pytest.raises(CommandError, match="is not in"):
        call_command("backup", "--platform", "--to", f"{container.url}-of-others", "--recipient", key)

    assert not LatestBackup.objects.exists()
