"""The page on retention names all that is stored, and nothing that is not."""

from __future__ import annotations

import re
from pathlib import Path

from django.apps import apps

from config.schedule import NIGHTLY_TASKS, TENANT_TASKS

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "reference" / "retention.md").read_text()
CODE = [file for file in (ROOT / "backend" / "marketplace").rglob("*.py") if "tests" not in file.parts]


def named() -> set[str]:
    return set(re.findall(r"`([\w./-]+)`", PAGE))


def found(pattern: str) -> set[str]:
    return {name for file in CODE for name in re.findall(pattern, file.read_text())}


def test_each_table_is_on_the_page() -> None:
    tables = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("marketplace.")}

    assert len(tables) > 80
    assert sorted(tables - named()) == []


def test_each_container_of_documents_is_on_the_page() -> None:
    containers = found(r'Container\(\s*\w+,\s*name="(\w+)"')

    assert len(containers) >= 5
    assert sorted(containers - named()) == []


def test_each_folder_of_private_files_is_on_the_page() -> None:
    folders = {f"{folder}/" for folder in found(r'save_private\(f?"(\w+)')}

    assert len(folders) >= 5
    assert sorted(folders - named()) == []


def test_each_task_that_it_names_is_scheduled() -> None:
    tasks = {name for name in named() if ".tasks." in name}

    assert tasks
    assert tasks <= {task.removeprefix("marketplace.apps.") for task in (*TENANT_TASKS, *NIGHTLY_TASKS)}


def test_each_setting_that_it_names_exists() -> None:
    settings = {name for name in named() if name.endswith(("_days", "_years"))}

    assert len(settings) >= 4
    assert settings <= found(r'whole_number\(\s*"(\w+)"')
