"""The documentation cannot drift: its links lead somewhere, and what it lists is what the code has."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BACKEND = ROOT / "backend"
REFERENCE = ROOT / "docs" / "reference"
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^(```+).*?^\1", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def pages() -> list[Path]:
    pages = [page for folder in ("backend", "infra", "docs", "tests") for page in (ROOT / folder).rglob("*.md")]
    return sorted([ROOT / "README.md", *(page for page in pages if "node_modules" not in page.parts)])


def anchors_of(page: Path) -> set[str]:
    headings = HEADING.findall(CODE.sub("", page.read_text()))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(CODE.sub("", page.read_text())) if "://" not in link]

    broken = []
    for link in links:
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors_of(target)):
            broken.append(link)

    assert broken == []


def test_the_capacity_page_says_what_its_arithmetic_gives() -> None:
    done = subprocess.run([sys.executable, ROOT / "docs" / "capacity.py"], capture_output=True, text=True, check=True)
    page = (ROOT / "docs" / "capacity.md").read_text()

    missing = [line for line in done.stdout.splitlines() if line not in page.splitlines()]

    assert missing == []


def test_the_readme_leads_to_every_page_of_the_docs() -> None:
    linked = {(ROOT / link.partition("#")[0]).resolve() for link in LINK.findall((ROOT / "README.md").read_text())}

    missing = [page for page in (ROOT / "docs").rglob("*.md") if not {page, page.parent} & linked]

    assert missing == []


def test_every_setting_of_the_environment_is_documented() -> None:
    fields = fields_of_env()
    text = (REFERENCE / "settings.md").read_text()

    missing = [name for name in fields if f"`GM_{name.upper()}`" not in text]

    assert len(fields) > 20
    assert missing == []


def test_a_regions_settings_are_read_by_their_declarations_alone() -> None:
    """The reference is made from the declarations (``generate.py --check``), so one that is read by its name would be missing there."""
    readers = {file.name for file in (BACKEND / "marketplace").rglob("*.py") if re.search(r"settings(\.get\(|\[)[\"']", file.read_text())}

    assert readers == set()


def test_every_command_is_documented() -> None:
    commands = {file.stem for file in BACKEND.glob("marketplace/**/management/commands/*.py")} - {"__init__"}
    text = (REFERENCE / "commands.md").read_text()

    missing = [name for name in commands if not re.search(rf"`{name}[ `]", text)]

    assert len(commands) > 10
    assert missing == []


def test_every_code_of_an_import_is_documented() -> None:
    codes = generator().import_codes()
    text = (REFERENCE / "import-format.md").read_text()

    missing = [code for code in codes if f"`{code}`" not in text]

    assert len(codes) > 20
    assert missing == []


def test_every_direct_dependency_is_explained() -> None:
    lines = [line for name in ("base", "dev") for line in (BACKEND / "requirements" / f"{name}.in").read_text().splitlines()]
    named = [re.split(r"[\[~=<> ]", line)[0] for line in lines if line and not line.startswith(("#", "-r"))]
    cells = {name.strip(" ,") for row in (ROOT / "docs" / "dependencies.md").read_text().splitlines() for name in first_cell(row)}

    assert [name for name in named if name not in cells] == []


def test_what_is_shipped_is_what_is_tested() -> None:
    """Each package that an image has (``base.txt``) is in the environment of the tests in the same version (``dev.txt``)."""
    base, dev = (
        set(re.findall(r"^([\w.-]+(?:\[[\w,-]+\])?==\S+)", (BACKEND / "requirements" / f"{name}.txt").read_text(), re.MULTILINE))
        for name in ("base", "dev")
    )

    assert len(base) > 50
    assert base - dev == set()


def test_endpoints_errors_and_events_are_what_the_code_says() -> None:
    done = subprocess.run([sys.executable, str(REFERENCE / "generate.py"), "--check"], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr


def fields_of_env() -> list[str]:
    tree = ast.parse((BACKEND / "config" / "env.py").read_text())
    (env,) = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Env"]
    return [item.target.id for item in env.body if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)]


def first_cell(row: str) -> list[str]:
    """The names in a table row's first cell: ``django-stubs, djangorestframework-stubs`` or ``psycopg (binary, pool)``."""
    cell = row.split("|")[1] if row.startswith("|") else ""
    return re.sub(r"\(.*?\)", "", cell).split(",")


def generator():  # type: ignore[no-untyped-def]
    spec = importlib.util.spec_from_file_location("generate", REFERENCE / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
