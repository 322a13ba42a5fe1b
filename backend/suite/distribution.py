"""Which tests run, and which of them in the same process."""

from __future__ import annotations

import os

import pytest

from launcher import elasticsearch_package

LEFT_OUT = pytest.StashKey[str]()  # why tests were left out, for the summary
# Each of these takes many seconds to start: one parallel process has it, and all tests that need it.
_SLOW_SERVERS = ("elasticsearch", "cosmos", "azur")  # as they are named in fixtures and parameters


def group_of(item: pytest.Item) -> str | None:
    """What must run in one process: tests that share a server, or a fixture of their module. All others go wherever there is room."""
    if not isinstance(item, pytest.Function):
        return None
    fixtures = item._fixtureinfo.name2fixturedefs
    named = [*fixtures, *(str(value) for value in getattr(getattr(item, "callspec", None), "params", {}).values())]
    server = next((server for server in _SLOW_SERVERS if any(server in name.lower() for name in named)), None)
    if server is None and any(definition.scope == "module" for definitions in fixtures.values() for definition in definitions):
        return item.nodeid.split("::")[0]
    return server


def leave_out(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What needs Elasticsearch, where this machine cannot have it: named in one line, instead of one for each test."""
    missing = elasticsearch_package.missing_tool()
    if missing is None or os.environ.get("GM_REQUIRE_SERVERS") == "1":
        return
    kept, left_out = list[pytest.Item](), list[pytest.Item]()
    for item in items:
        parameters = item.callspec.params if isinstance(item, pytest.Function) and hasattr(item, "callspec") else {}
        needs_it = "elasticsearch" in getattr(item, "fixturenames", ()) or parameters.get("engine") == "elasticsearch"
        (left_out if needs_it else kept).append(item)
    items[:] = kept
    if left_out:
        config.stash[LEFT_OUT] = f"{len(left_out)} tests are left out: Elasticsearch needs {missing}."
        config.hook.pytest_deselected(items=left_out)
