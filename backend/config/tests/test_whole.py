"""What holds for the project as a whole, asked of Django's own commands."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command


@pytest.mark.django_db(databases="__all__")
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", "--check", "--dry-run", verbosity=1)


def test_the_openapi_document_is_valid_and_without_warnings(tmp_path: Path):
    file = tmp_path / "schema.yaml"

    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(file), stderr=io.StringIO())

    assert file.read_text().startswith("openapi: 3.1")
