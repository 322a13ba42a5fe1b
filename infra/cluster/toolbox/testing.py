"""A tool for a test, or a skip in one line where the machine has no Go."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from toolbox import NoGo, tool


def tool_or_skip(name: str) -> Path:
    try:
        return tool(name)
    except NoGo as error:
        if os.environ.get("GM_REQUIRE_SERVERS") == "1":  # CI: what is not there must not pass for what was checked
            raise
        pytest.skip(str(error))
