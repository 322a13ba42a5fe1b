"""
Writes what the pages of this folder take from the code: endpoints, errors, limits, the settings of a region, events with their
subscribers, the chart of accounts; and the moves of a checkout.

    .venv/bin/python docs/reference/generate.py            writes the pages anew
    .venv/bin/python docs/reference/generate.py --check    exit status 1, naming the pages that differ

Each page has one marked place; the text around it is written by hand. ``openapi.json``, ``asyncapi.json`` and what Terraform knows of the
containers of Cosmos DB are generated whole.
``tests/test_docs.py`` runs the check.
"""

from __future__ import annotations

import ast
import importlib
import json
import os
import pkgutil
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

FOLDER = Path(__file__).resolve().parent
BACKEND = FOLDER.parents[1] / "backend"
BEGIN, END = "<!-- generated: docs/reference/generate.py -->", "<!-- end of generated -->"
NAMES = {
    "AllowAny": "anybody",
    "IsPerson": "anybody logged in",
    "IsBackOfficePerson": "vendor or staff",
    "IsFreshBackOfficePerson": "vendor or staff",
}
CONTAINERS = "../../infra/terraform/modules/region/cosmos.tf.json"
METHODS = ("get", "post", "put", "patch", "delete")
GROUPS = {
    "Everybody": ("health/", "auth/", "me", "live/", "webhooks/", "schema", "docs"),
    "Customers": ("store/",),
    "Vendors": ("vendor/",),
    "Staff": ("admin/",),
}


def main() -> None:
    """:raises SystemExit: 1 with ``--check``, if a page is not what the code says"""
    _set_up()
    pages = {
        "api.md": api(),
        "errors.md": errors(),
        "events.md": events(),
        "ledger.md": chart_of_accounts(),
        "limits.md": declared_limits(),
        "settings.md": region_settings(),
        "../concepts/checkout.md": checkout_moves(),
    }
    is_check = "--check" in sys.argv
    stale = [name for name, generated in pages.items() if not _put(FOLDER / name, generated, is_check=is_check)]
    for name, document in (("openapi.json", openapi()), ("asyncapi.json", asyncapi()), (CONTAINERS, cosmos_containers())):
        stale += [] if _replace(FOLDER / name, document, is_check=is_check) else [name]
    if stale:
        sys.exit(f"{', '.join(stale)}: not what the code says; run .venv/bin/python docs/reference/generate.py")


def api() -> str:
    """The endpoints by group, with the permission of each."""
    from django.urls import get_resolver

    endpoints = sorted(_endpoints(get_resolver().url_patterns))
    return "\n\n".join(
        f"### {group}\n\n"
        + _table(
            ("endpoint", "methods", "who"),
            [(f"`{path}`", methods, who) for path, methods, who in endpoints if path.startswith(prefixes)],
        )
        for group, prefixes in GROUPS.items()
    )


def _endpoints(patterns: Iterable[Any], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _endpoints(pattern.url_patterns, route)
        elif route.startswith("api/v1/"):
            path = re.sub(r"<\w+:(\w+)>", r"{\1}", route.removeprefix("api/v1/"))
            view = getattr(pattern.callback, "view_class", None)
            if view is None:  # a page, open to all
                yield path, "GET", NAMES["AllowAny"]
                continue
            methods = [name.upper() for name in METHODS if hasattr(view, name)]
            yield path, ", ".join(methods), _who(view, methods)


def _who(view: Any, methods: Iterable[str]) -> str:
    """One answer for all methods, or one for each where they differ."""
    by_method = {}
    for method in methods:
        endpoint = view()
        endpoint.request = SimpleNamespace(method=method)
        by_method[method] = _audience(endpoint.get_permissions()[0])
    if len(set(by_method.values())) == 1:
        return next(iter(by_method.values()))
    return "; ".join(f"{method} {audience}" for method, audience in by_method.items())


def _audience(permission: Any) -> str:
    name = type(permission).__name__
    if name in NAMES:
        return NAMES[name]
    roles = sorted(permission.roles)
    return f"{permission.audience}{': ' + ', '.join(roles) if roles else ''}"


def errors() -> str:
    """Every error that a caller may see, by code."""
    from marketplace.foundation.rest import problems
    from marketplace.kit.errors import MarketplaceError

    found: dict[tuple[str, int], dict[str, set[str]]] = {}
    for kind in _subclasses(MarketplaceError):
        if isinstance(kind.code, str):
            found.setdefault((kind.code, kind.status), {}).setdefault(kind.title, set()).add(_home(kind))
    for status, code in problems._CODES.items():
        found.setdefault((code, status), {"The request was refused before its view ran": {"rest"}})
    rows = [
        (f"`{code}`", str(status), "; ".join(sorted(titles)), ", ".join(sorted(set().union(*titles.values()))))
        for (code, status), titles in sorted(found.items())
    ]
    return _table(("code", "status", "title", "raised by"), rows)


def events() -> str:
    """Every event: its fields, and its subscribers."""
    from marketplace.foundation.events import subscribers, types

    subscribers.discover()
    own = {name: kind for name, kind in types._by_wire_name.items() if ".tests." not in kind.__module__}
    rows = []
    for name, kind in sorted(own.items()):
        fields = ", ".join(f"`{field}`" for field in kind.__struct_fields__)
        heard = ", ".join(sorted(f"`{subscriber}`" for subscriber in subscribers.names_of_subscribers(name) if subscriber))
        rows.append((f"`{name}`", " ".join((kind.__doc__ or "").replace("``", "`").split()), fields, heard or "nobody yet"))
    return _table(("event", "what is true now", "fields", "heard by"), rows)


def declared_limits() -> str:
    """Every limit that a module declares with ``marketplace.kit.limits``."""
    from marketplace.kit import limits

    rows = [(f"`{limit.name}`", f"{limit.value:,}", limit.unit, limit.meaning) for limit in limits.list_declared()]
    return _table(("limit", "value", "unit", "what it bounds, and the answer above it"), rows)


def chart_of_accounts() -> str:
    """Every type of posting: the accounts that it moves between, and its sign and label on a vendor's statement."""
    from marketplace.apps.ledger import queries

    signs = {1: "+", -1: "\u2212", 0: "either"}
    rows = []
    for rule in queries.list_posting_rules():
        moves = "; ".join(f"`{source}` to `{destination}`" for source, destination in rule.moves)
        rows.append((f"`{rule.type}`", moves, signs[rule.sign], rule.label, rule.purpose))
    return _table(("type", "moves from, to", "sign for the vendor", "label", "for"), rows)


def region_settings() -> str:
    """Every setting and feature that an app declares in its ``region_settings``."""
    from marketplace.foundation.tenancy.settings import list_features, list_settings

    settings = [
        (
            f"`{setting.name}`",
            _app_of(setting),
            setting.described_default or str(setting.default).lower(),
            f"{setting.least:,} to {setting.most:,} {setting.unit}" if setting.most else setting.unit,
            setting.description,
        )
        for setting in list_settings()
    ]
    features = [(f"`{feature.name}`", feature.description) for feature in list_features()]
    return "\n\n".join(
        [_table(("setting", "app", "default", "values", "meaning"), settings), _table(("feature (off by default)", "meaning"), features)]
    )


def _app_of(setting: Any) -> str:
    """The app in whose ``region_settings`` the setting is."""
    homes = [name for name, module in sys.modules.items() if name.endswith(".region_settings") and setting in vars(module).values()]
    return homes[0].split(".")[-2]


def checkout_moves() -> str:
    """The states of a checkout: the drawing, and each move with what is true once it is made."""
    from marketplace.apps.checkout.services.states import MOVES

    arrows = [f"    {move.source} --> {move.target}" for move in MOVES]
    sources: dict[tuple[str, str], list[str]] = {}
    for move in MOVES:
        sources.setdefault((move.target, move.when), []).append(f"`{move.source}`")
    rows = [(", ".join(names), f"`{target}`", when) for (target, when), names in sources.items()]
    drawing = "\n".join(["```mermaid", "stateDiagram-v2", "    [*] --> prepared", *arrows, "```"])
    return f"{drawing}\n\n{_table(('from', 'to', 'what is true then'), rows)}"


def openapi() -> str:
    """The OpenAPI document, one line for each part, so that a change of it can be read."""
    from marketplace.foundation.rest.openapi_document import document

    return json.dumps(json.loads(document("en").body), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def asyncapi() -> str:
    """The AsyncAPI document of live updates, in the same form."""
    from marketplace.foundation.realtime.asyncapi_document import document

    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def cosmos_containers() -> str:
    """The containers for Terraform, with the indexes that ``manage.py provision`` would make."""
    from marketplace.foundation.documents.cosmos.layout import indexing_policy, layout

    found = layout()
    containers = {}
    for name, container in found.containers.items():
        policy = indexing_policy(name)
        containers[name] = {
            "autoscale_max_ru": container.autoscale_max_ru,
            "included_paths": [item["path"] for item in policy["includedPaths"]],
            "excluded_paths": [item["path"] for item in policy["excludedPaths"]],
            "composite_indexes": [
                [{"path": part["path"], "order": part["order"].title()} for part in index] for index in policy["compositeIndexes"]
            ],
        }
    cosmos = {"partition_key": found.partition_key, "default_ttl": found.default_ttl, "containers": containers}
    return json.dumps({"//": "generated: docs/reference/generate.py", "locals": {"cosmos": cosmos}}, indent=2) + "\n"


def import_codes() -> set[str]:
    """Every code that an import can put into a row, read from the source: ``import-format.md`` has to name them."""
    app = BACKEND / "marketplace" / "apps" / "imports"
    files = [*(app / "domain").rglob("*.py"), app / "services" / "running.py"]
    calls = [node for file in files for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call)]
    return {code for call in calls for code in _codes_of(call)}


def _codes_of(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    place = {"BadCell": 0, "_problem": 2, "_refused": 0}.get(name)
    given = [keyword.value for keyword in call.keywords if keyword.arg == "code"]
    for value in [*given, *([call.args[place]] if place is not None and len(call.args) > place else [])]:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


def _set_up() -> None:
    sys.path.insert(0, str(BACKEND))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings_for_checks"
    os.environ["GM_DEVELOPMENT_CLOCK"] = "true"  # so that its endpoint is in the list
    import django

    django.setup()
    import marketplace

    for module in pkgutil.walk_packages(marketplace.__path__, "marketplace."):
        if not {"tests", "conftest", "migrations", "testing", "management"} & set(module.name.split(".")):
            importlib.import_module(module.name)


def _subclasses(kind: type) -> Iterator[type[Any]]:
    for child in kind.__subclasses__():
        if ".tests." not in child.__module__ and not child.__name__.startswith("_"):
            yield child
        yield from _subclasses(child)


def _home(kind: type) -> str:
    """``payouts`` of ``marketplace.apps.payouts.errors``; the kit's are everybody's."""
    parts = kind.__module__.split(".")
    return "any" if parts[1] == "kit" else parts[2]


def _table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [header, tuple("---" for _ in header), *(tuple(cell.replace("|", "\\|") for cell in row) for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _replace(file: Path, generated: str, *, is_check: bool) -> bool:
    """Whether the file is now what the code says."""
    is_current = file.exists() and file.read_text() == generated
    if not is_current and not is_check:
        file.write_text(generated)
    return is_current or not is_check


def _put(page: Path, generated: str, *, is_check: bool) -> bool:
    """Whether the page is now what the code says."""
    text = page.read_text()
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    new = f"{before}{BEGIN}\n\n{generated}\n\n{END}{after}"
    if new != text and not is_check:
        page.write_text(new)
    return new == text or not is_check


if __name__ == "__main__":
    main()
