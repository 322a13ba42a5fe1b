"""What a backup is, and that a restore says no to all that is not one. Bringing a region back is tried in ``config/tests``."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage
import pytest
from django.core.management import CommandError, call_command

from marketplace.foundation.blobs import delete_blob, save_private
from marketplace.foundation.documents.registry import all_containers
from marketplace.foundation.documents.store import store
from marketplace.foundation.documents.tests.builders import a_document, an_event, body_of, heard_steps
from marketplace.foundation.regions.backup import BackupRefused, check_backup, restore_backup, save_backup
from marketplace.foundation.regions.backup.archive import ArchiveWriter, HashedMember, reading
from marketplace.foundation.regions.backup.contents import load_documents, save_files
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    file = tmp_path / "key.txt"
    file.write_text(str(pyrage.x25519.Identity.generate()))
    return file


@pytest.fixture
def recipient(identity: Path) -> str:
    return str(pyrage.x25519.Identity.from_str(identity.read_text()).to_public())


def test_nobody_reads_it_without_the_secret_key(tenant, recipient, tmp_path):
    path, _ = save_backup(tenant, folder=tmp_path, recipients=[recipient], now=NOW)
    other = str(pyrage.x25519.Identity.generate())

    assert path.read_bytes().startswith(b"age-encryption.org/v1")
    with pytest.raises(BackupRefused, match="cannot be opened with that key"):
        check_backup(path, identity=other)


def test_one_changed_byte_is_found(tenant, identity, recipient, tmp_path):
    path, _ = save_backup(tenant, folder=tmp_path, recipients=[recipient], now=NOW)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)

    with pytest.raises(CommandError, match="damaged"):
        call_command("restore", str(path), "--check", "--identity", str(identity))


def test_the_platform_has_a_backup_of_its_own(identity, recipient, tmp_path, capsys):
    call_command("backup", "--platform", "--to", str(tmp_path), "--recipient", recipient)
    path = capsys.readouterr().out.strip()

    manifest = check_backup(Path(path), identity=identity.read_text())

    assert manifest.database == "platform"
    assert next(table.rows for table in manifest.tables if table.name == "tenants") >= 2


@pytest.mark.parametrize(("recipients", "fault"), [([], "at least one public key"), (["age1nonsense"], "no public key")])
def test_without_a_public_key_nothing_is_written(tenant, tmp_path, recipients, fault):
    with pytest.raises(BackupRefused, match=fault):
        save_backup(tenant, folder=tmp_path / "backups", recipients=recipients, now=NOW)

    assert list((tmp_path / "backups").glob("*")) == []


def test_a_disk_that_cannot_be_written_is_said_and_leaves_nothing(tenant, recipient, tmp_path):
    (tmp_path / f"eu-{NOW:%Y%m%dT%H%M%SZ}.zip.age.part").mkdir()

    with pytest.raises(BackupRefused, match="cannot be written"):
        save_backup(tenant, folder=tmp_path, recipients=[recipient], now=NOW)

    assert list(tmp_path.glob("*.age")) == []


def test_a_file_that_is_deleted_while_the_backup_runs_is_left_out(tenant, tmp_path):
    saved = {save_private(f"uploads/{name}.csv", name.encode(), "text/csv") for name in ("first", "second")}

    class Deleting(ArchiveWriter):
        """While the first of the files is saved, the other one is deleted."""

        @contextmanager
        def member(self, name: str) -> Iterator[HashedMember]:
            path = name.removeprefix("files/")
            if path in saved:  # and not a file that another test has left
                for other in saved - {path}:
                    delete_blob(other)
            with super().member(name) as member:
                yield member

    with zipfile.ZipFile(tmp_path / "backup.zip", "w") as archive:
        writer = Deleting(archive)
        save_files(writer)

    assert len(saved & {member.name.removeprefix("files/") for member in writer.members}) == 1


class TestDocumentsOutsidePostgres:
    @pytest.fixture(autouse=True)
    def on_cosmos(self, cosmos_account, tenant, settings):
        cosmos_account.make_empty()
        settings.DOCUMENTS_ENGINE = "cosmos"
        store().provision([container.name for container in all_containers()])

    @pytest.fixture
    def container(self) -> str:
        return all_containers()[0].name

    def test_a_restore_without_replace_refuses_them_before_anything_is_changed(self, tenant, identity, recipient, tmp_path, container):
        path, _ = save_backup(tenant, folder=tmp_path, recipients=[recipient], now=NOW)
        store().upsert(container, a_document())

        with pytest.raises(BackupRefused, match=f"documents in {container}: --replace"):
            restore_backup(path, tenant, identity=identity.read_text(), replace=False)

    def test_what_the_backup_lacks_is_removed_and_announces_nothing(self, tenant, identity, recipient, tmp_path, container):
        for document in (a_document("kept"), a_document("changed", step=1)):
            store().upsert(container, document)
        path, _ = save_backup(tenant, folder=tmp_path, recipients=[recipient], now=NOW)
        store().upsert(container, a_document("changed", step=2))
        store().upsert(container, a_document("later"), events=[an_event()])

        with reading(path, identity.read_text()) as archive:
            load_documents(archive)

        found = store().query_across_partitions(container).documents
        assert {document.id: body_of(document) for document in found} == {"kept": {}, "changed": {"step": 1}}
        assert heard_steps(store()) == []
