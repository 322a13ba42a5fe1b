"""What an app may know of another: five modules, and only of apps below it. (The order itself is import-linter's to hold.)"""

from __future__ import annotations

import ast
import configparser
import functools
from collections.abc import Iterator

from .sources import APPS, REPOSITORY, Module, app_names, app_of, calls, imported_names, modules

PUBLIC = {"services", "queries", "events", "types", "errors"}
# More that other apps may import, and why.
ALSO_PUBLIC = {
    "marketplace.apps.accounts.fields": "the serializer fields of addresses and languages: the apps above put them into their own forms",
    "marketplace.apps.vendors.fields": "the fields of commission terms: the preview of a plan takes the same",
    "marketplace.apps.discovery.serializers.store": "country, currency and language, as every list of products in the shop takes them",
}
RELATIONS = {"models.ForeignKey", "models.OneToOneField", "models.ManyToManyField"}


def test_an_app_imports_only_the_public_modules_of_another():
    reaches_inside = [
        f"{place} imports {name}"
        for place, name, inside in _imports_across_apps()
        if inside not in PUBLIC and not name.startswith(tuple(f"{also}." for also in ALSO_PUBLIC))
    ]

    assert reaches_inside == []


def test_what_an_app_offers_to_others_is_defined_where_they_import_it():
    """A name that a public module only passes on (a model, a document) would be a way round the rule above."""
    passed_on = {f"{app}.{public}.{name}" for app, public, name in _used_across_apps() if not _is_defined(app, public, name)}

    assert passed_on == set()


def test_every_app_has_the_same_rooms():
    containers = _contract("inside")["containers"].split()

    assert {name.rpartition(".")[2] for name in containers} == set(app_names())


def test_a_query_takes_values_and_no_request():
    taking = [
        module.name
        for module in modules()
        if app_of(module) and {"queries", "queries.py"} & set(module.path.parts)
        for name, _ in imported_names(module)
        if name == "rest_framework.request.Request"
    ]

    assert taking == []


def test_every_app_has_its_place_in_the_order():
    assert set(_ranks()) == set(app_names())


def test_a_foreign_key_points_to_its_own_or_a_lower_app():
    ranks = _ranks()

    upwards = [
        f"{place}: {app} -> {target}"
        for place, app, target in _foreign_keys()
        if target != app and (target not in ranks or ranks[target] >= ranks[app])
    ]

    assert upwards == []


def _imports_across_apps() -> Iterator[tuple[str, str, str]]:
    """(where, the imported name, which of the other app's modules it lies in)"""
    for module in modules():
        app = app_of(module)
        for name, node in imported_names(module):
            parts = name.split(".")
            if app and parts[:2] == ["marketplace", "apps"] and parts[2] != app:
                yield module.place(node), name, parts[3] if len(parts) > 3 else ""


def _used_across_apps() -> Iterator[tuple[str, str, str]]:
    """(app, its public module, the name that another app uses of it)"""
    for module in modules():
        aliases: dict[str, tuple[str, str]] = {}
        for name, node in imported_names(module):
            parts = name.split(".")
            if parts[:2] != ["marketplace", "apps"] or len(parts) < 4 or parts[2] == app_of(module) or parts[3] not in PUBLIC:
                continue
            if len(parts) > 4:
                yield parts[2], parts[3], parts[-1]
            elif isinstance(node, ast.ImportFrom):
                aliases |= {alias.asname or alias.name: (parts[2], parts[3]) for alias in node.names if alias.name == parts[3]}
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
                yield *aliases[node.value.id], node.attr


@functools.cache
def _is_defined(app: str, public: str, name: str) -> bool:
    place = (APPS / app / f"{public}.py", APPS / app / public)
    return any(name in _definitions(module) for module in modules() if module.path == place[0] or module.path.is_relative_to(place[1]))


def _definitions(module: Module) -> set[str]:
    """The names that a module defines itself, its own name among them: a package's modules are part of it."""
    named = {node.name for node in module.tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    targets = [
        node.targets if isinstance(node, ast.Assign) else [node.target]
        for node in module.tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
    ]
    assigned = {name.id for target in targets for value in target for name in ast.walk(value) if isinstance(name, ast.Name)}
    return named | assigned | {module.path.stem}


def _contract(name: str) -> configparser.SectionProxy:
    parser = configparser.ConfigParser()
    parser.read(REPOSITORY / ".importlinter")
    return parser[f"importlinter:contract:{name}"]


def _ranks() -> dict[str, int]:
    """The apps by their layer in ``.importlinter``: 0 is the lowest."""
    layers = _contract("apps")["layers"].split("\n")
    lowest_first = [[app.strip() for app in layer.split("|")] for layer in reversed(layers) if layer.strip()]
    return {app: rank for rank, layer in enumerate(lowest_first) for app in layer}


def _foreign_keys() -> Iterator[tuple[str, str, str]]:
    """(where, the app that points, the app that is pointed at)"""
    for module in modules():
        app = app_of(module)
        for called, node in calls(module) if app else ():
            if app and called in RELATIONS:
                yield module.place(node), app, _target_of(node, module, app)


def _target_of(call: ast.Call, module: Module, app: str) -> str:
    target = call.args[0] if call.args else next(keyword.value for keyword in call.keywords if keyword.arg == "to")
    if isinstance(target, ast.Constant):
        label, dot, _ = str(target.value).rpartition(".")
        return label if dot else app
    first = ast.unparse(target).partition(".")[0]
    imported = next((name for name, _ in imported_names(module) if name.rpartition(".")[2] == first), "")
    return imported.split(".")[2] if imported.startswith("marketplace.apps.") else app


def test_payout_accounts_are_read_in_clear_by_the_payout_run_alone():
    readers = {module.name for module in modules() for called, _ in calls(module) if called.endswith("read_payout_account")}

    assert readers == {"backend/marketplace/apps/payouts/services/transfers.py"}
