"""What an app may know of another: four modules, and only of apps below it. (The order itself is import-linter's to hold.)"""

from __future__ import annotations

import ast
import configparser
from collections.abc import Iterator

from .sources import REPOSITORY, Module, app_names, app_of, calls, imported_names, modules

PUBLIC = {"services", "queries", "events", "types"}
# More that other apps may import, and why.
ALSO_PUBLIC = {
    "marketplace.apps.accounts.fields": "the serializer fields of addresses and languages: the apps above put them into their own forms",
    "marketplace.apps.catalog.demo": "written texts and drawn pictures, without Django; the imports app makes a catalogue of them",
}
RELATIONS = {"models.ForeignKey", "models.OneToOneField", "models.ManyToManyField"}


def test_an_app_imports_only_services_queries_events_and_types_of_another():
    reaches_inside = [
        f"{place} imports {name}"
        for place, name, inside in _imports_across_apps()
        if inside not in PUBLIC and not name.startswith(tuple(f"{also}." for also in ALSO_PUBLIC))
    ]

    assert reaches_inside == []


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


def _ranks() -> dict[str, int]:
    """The apps by their layer in ``.importlinter``: 0 is the lowest."""
    parser = configparser.ConfigParser()
    parser.read(REPOSITORY / ".importlinter")
    layers = parser["importlinter:contract:apps"]["layers"].split("\n")
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
