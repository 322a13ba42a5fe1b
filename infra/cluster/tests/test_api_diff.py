"""What a client relies on is not taken away within a version of the API; what comes to it is welcome."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from api_diff import DOCUMENT, NoSuchVersion, compare, verify
from toolbox import ROOT, ToolFailed
from toolbox.testing import tool_or_skip

Json = dict[str, Any]
REGION = "/api/v1/store/region"


@pytest.fixture
def document() -> Json:
    """One read of ours, with all that it names."""
    tool_or_skip("oasdiff")
    whole = json.loads((ROOT / DOCUMENT).read_text())
    return {**whole, "paths": {path: whole["paths"][path] for path in (REGION, "/api/v1/store/carts")}}


def check(folder: Path, former: Json, new: Json) -> None:
    for name, content in {"former": former, "new": new}.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    compare(folder / "former.json", folder / "new.json")


def test_the_same_document_breaks_nobody(tmp_path, document):
    check(tmp_path, document, document)


def test_an_endpoint_more_is_welcome_and_one_less_is_refused(tmp_path, document):
    smaller = {**document, "paths": {path: item for path, item in document["paths"].items() if path != REGION}}

    check(tmp_path, smaller, document)
    with pytest.raises(ToolFailed, match="store/region"):
        check(tmp_path, document, smaller)


def test_a_parameter_that_becomes_needed_is_refused(tmp_path, document):
    stricter = copy.deepcopy(document)
    stricter["paths"][REGION]["get"].setdefault("parameters", []).append(
        {"name": "colour", "in": "query", "required": True, "schema": {"type": "string"}}
    )

    with pytest.raises(ToolFailed, match="colour"):
        check(tmp_path, document, stricter)


def test_a_version_that_git_does_not_have_is_named():
    with pytest.raises(NoSuchVersion, match="v0-nowhere"):
        verify("v0-nowhere")
