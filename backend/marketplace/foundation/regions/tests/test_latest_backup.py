"""How old the last backup is, for the operator's alert."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pyrage
import pytest
from django.core.management import CommandError, call_command

from marketplace.foundation.metrics.testing import value
from marketplace.foundation.regions.backup import record_backup
from marketplace.foundation.regions.models import LatestBackup
from marketplace.foundation.regions.tasks import watch_backups
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True, databases="__all__"), pytest.mark.usefixtures("tenant")]


@pytest.fixture
def recipient() -> str:
    return str(pyrage.x25519.Identity.generate().to_public())


def made(database: str) -> float:
    return value("globalmarket_backup_timestamp_seconds", tenant=database)


def test_a_region_and_the_platform_are_shown_each_with_its_own():
    record_backup("eu", made_at=NOW, size_bytes=1, place="/backups/eu")
    record_backup("mena", made_at=NOW + timedelta(hours=1), size_bytes=1, place="/backups/mena")

    watch_backups()

    assert made("eu") == NOW.timestamp()
    assert made("platform") == 0


def test_an_older_one_that_arrives_later_is_not_the_latest():
    record_backup("eu", made_at=NOW, size_bytes=2, place="/backups/new")
    record_backup("eu", made_at=NOW - timedelta(days=1), size_bytes=1, place="/backups/old")
    record_backup("eu", made_at=NOW + timedelta(days=1), size_bytes=3, place="/backups/newest")

    assert list(LatestBackup.objects.values_list("database", "size_bytes", "place")) == [("eu", 3, "/backups/newest")]


def test_one_command_saves_the_region_and_the_platform(tmp_path: Path, recipient: str):
    call_command("backup", "--tenant", "eu", "--platform", "--to", str(tmp_path), "--recipient", recipient)

    assert {path.name.partition("-")[0] for path in tmp_path.glob("*.age")} == {"eu", "platform"}
    assert set(LatestBackup.objects.values_list("database", flat=True)) == {"eu", "platform"}


def test_one_that_failed_is_not_noted(tmp_path: Path):
    with pytest.raises(CommandError, match="public key"):
        call_command("backup", "--tenant", "eu", "--to", str(tmp_path))

    assert not LatestBackup.objects.exists()


def test_the_command_wants_to_be_given_a_database(tmp_path: Path, recipient: str):
    with pytest.raises(CommandError, match="--tenant"):
        call_command("backup", "--to", str(tmp_path), "--recipient", recipient)
