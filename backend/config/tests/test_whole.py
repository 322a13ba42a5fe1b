"""What holds for the project as a whole, asked of Django's own commands."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

ENDINGS = {
    "get": ("_list", "_get", ""),
    "post": ("_create", "_receive", ""),
    "patch": ("_edit",),
    "put": ("_set", "_receive_put"),
    "delete": ("_remove",),
}


@pytest.mark.django_db(databases="__all__")
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)


def test_the_openapi_document_is_valid_and_without_warnings(tmp_path: Path):
    file = tmp_path / "schema.yaml"

    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file), stderr=io.StringIO())

    assert file.read_text().startswith("openapi: 3.1")


def test_operations_are_named_by_their_addresses():
    document = SchemaGenerator().get_schema(public=True)

    misnamed = []
    for path, operations in document["paths"].items():
        words = [re.sub(r"[-.]", "_", part) for part in path.removeprefix("/api/v1/").split("/") if not part.startswith("{")]
        for method, operation in operations.items():
            allowed = ["_".join(words) + ending for ending in ENDINGS[method]]
            if operation["operationId"] not in allowed:
                misnamed.append((method, path, operation["operationId"]))
    assert document["paths"]
    assert misnamed == []
