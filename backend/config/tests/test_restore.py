"""A restore drill: a region with orders comes back into an empty stack, and every check agrees."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.conf import settings

from launcher.servers import start_postgres
from marketplace.apps.orders.tests.factories import CASH, deliver_all, make_listing, make_order, part_of
from marketplace.foundation.blobs import save_private, save_public
from marketplace.foundation.regions.backup import save_backup
from marketplace.testing import NOW
from suite.servers import new_folder

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    file = tmp_path / "key.txt"
    file.write_text(str(pyrage.x25519.Identity.generate()))
    return file


@pytest.fixture
def recipient(identity: Path) -> str:
    return str(pyrage.x25519.Identity.from_str(identity.read_text()).to_public())


@pytest.fixture
def empty_stack(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a stack with the same keys, and nothing in its stores."""
    with start_postgres(new_folder() / "postgres", durable=False) as server:
        own = settings.DATABASES["eu"]["PORT"]
        environment = {name: value.replace(f":{own}/", f":{server.port}/") for name, value in os.environ.items()}
        own_to_it = {"GM_POSTGRES_ADMIN_URL": server.url, "GM_MEDIA_DIR": str(tmp_path / "media")}
        yield {**environment, **own_to_it, "PYTHONPATH": str(settings.REPOSITORY / "backend")}


def drill(environment: dict[str, str], *arguments: object) -> dict[str, Any]:
    command = [sys.executable, "-m", "marketplace.foundation.regions.tests.drill", *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report


@pytest.mark.skipif(os.environ.get("GM_DOCUMENTS_ENGINE") == "cosmos", reason="the drill's stack keeps its documents in PostgreSQL")
def test_a_region_that_was_lost_comes_back_into_an_empty_stack_and_every_check_agrees(
    tenant, drain, empty_stack, identity, recipient, tmp_path
):
    mug = make_listing(price_minor=2_999, stock=50)
    deliver_all(part_of(make_order((mug, 3), payment=CASH), mug))
    drain()
    save_public("products/cup.png", b"a picture", "image/png")
    save_private("statements/may.csv", b"a,b", "text/csv")
    path, manifest = save_backup(tenant, folder=tmp_path, recipients=[recipient], now=NOW)

    report = drill(empty_stack, path, identity, tmp_path)

    assert "restored" in report["restored"]
    lost = {member.name: member.sha256 for member in manifest.members}
    changed = {name for name in lost.keys() | report["eu"].keys() if lost.get(name) != report["eu"].get(name)}
    assert changed <= {"tables/documents.copy", "tables/document_events.copy"}  # which are numbered anew
    assert {name.rpartition("/")[2].split("-")[0] for name in lost if name.startswith("files/")} >= {"cup", "may"}
    assert "eu EUR:" in report["checks"]["check_books"]
    assert "eu: ok" in report["checks"]["check_regions"]
    assert "append-only" in report["append_only"] or "permission denied" in report["append_only"]
    assert "--replace" in report["again"]
    assert "not of mena" in report["foreign"]
    assert report["mena"][0] == report["mena"][1]
