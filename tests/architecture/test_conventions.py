"""Conventions that no linter knows of."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator

import pytest

from .sources import APPS, BACKEND, Module, app_names, base_names, calls, classes, functions, modules, tracked_files

NO_CONTENT = {"__init__.py", "apps.py"}
WIRE_NAME = re.compile(r"[a-z_]+\.[a-z_]+\.v[1-9][0-9]*")

# The wall clock is read in one place, so that development can move it. What else may read it, and why.
WALL_CLOCK = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now", "time.time"}
WALL_CLOCK_READERS = {
    "backend/marketplace/foundation/clock/__init__.py": "is the clock",
    "backend/marketplace/apps/payments/providers/sandbox.py": "compares a signature's age with the provider's own time",
    "backend/marketplace/apps/payments/providers/paypal_webhooks.py": "compares the life of PayPal's certificate with its own time",
    "backend/marketplace/foundation/cache/tags.py": "stamps what it announces; the clock itself reads the cache",
    "backend/marketplace/foundation/revalidation/notices.py": "signs with a time that the web server compares with its own",
    "backend/marketplace/foundation/tenancy/tasks.py": "asks which hour it is in each region; the clock itself stands above the kernel",
    "backend/marketplace/testing.py": "makes fresh keys for tests",
}
# The clock itself is read at the edges and passed on as `now`. (Named: the edges that are not called after what they are.)
EDGES = {"views", "tasks", "commands", "subscribers", "clock"}
OTHER_EDGES = {
    "backend/marketplace/foundation/relay/lanes.py",  # each thread begins there
    "backend/marketplace/foundation/idempotency/decorator.py",
    "backend/marketplace/foundation/rest/authentication.py",
    "backend/marketplace/foundation/rest/permissions.py",
    "backend/marketplace/foundation/rest/tenant.py",
    "backend/marketplace/foundation/rest/tokens.py",
}
# Models whose states are not made from a StrEnum yet. Add none.
WITH_OTHER_STATES = {"backend/marketplace/foundation/search/models.py"}
# Put together from parts, so that this file does not find itself.
NOT_TO_BE_WRITTEN = tuple(
    "".join(parts)
    for parts in [
        ("pypi", ".org"),
        ("python", "hosted"),
        ("registry.", "npmjs"),
        ("registry.", "yarnpkg"),
        ("/work", "/"),
        ("/farm", "/"),
        ("/root", "/"),
        ("/tmp", "/brief"),
    ]
)


@pytest.mark.parametrize("app", [app for app in app_names() if {file.name for file in (APPS / app).glob("*.py")} - NO_CONTENT])
def test_every_app_says_what_it_owns(app):
    assert (APPS / app / "apps.py").exists()
    readme = APPS / app / "README.md"
    assert readme.exists(), f"{app} has no README.md"
    assert readme.read_text().startswith(f"# {app}\n")


def test_nobody_chooses_a_database_by_hand():
    by_hand = [module.place(node) for module in modules() for called, node in calls(module) if called.endswith(".using")]

    assert by_hand == []


def test_the_wall_clock_is_read_in_one_place():
    read = {
        module.place(node): called
        for module in _server_modules()
        if module.name not in WALL_CLOCK_READERS
        for called, node in calls(module)
        if called.removeprefix("datetime.datetime").removeprefix("dt.") in WALL_CLOCK or called in WALL_CLOCK
    }

    assert read == {}


def test_the_clock_is_read_at_the_edges_alone():
    inside = [
        module.place(node)
        for module in _server_modules()
        if module.name not in OTHER_EDGES and EDGES.isdisjoint(part.removesuffix(".py") for part in module.path.parts)
        for called, node in calls(module)
        if called in {"clock.now", "clock_now"}
    ]

    assert inside == []


def test_a_state_is_one_of_an_enum():
    """A column named ``state`` declares its choices, which are made from a StrEnum."""
    undeclared = {
        module.name
        for module in _server_modules()
        for cls in classes(module)
        for node in cls.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "state" and isinstance(node.value, ast.Call)
        if ast.unparse(node.value.func) == "models.CharField" and not _has_choices_of_an_enum(node.value)
    }

    assert undeclared == WITH_OTHER_STATES


def _has_choices_of_an_enum(field: ast.Call) -> bool:
    choices = next((keyword.value for keyword in field.keywords if keyword.arg == "choices"), None)
    return isinstance(choices, ast.Call) and ast.unparse(choices.func) == "choices"


def test_every_event_has_a_wire_name_of_its_app_that_no_other_has():
    names = {place: _wire_name(cls) for place, cls in _events().items()}

    malformed = [place for place, name in names.items() if not WIRE_NAME.fullmatch(name)]
    foreign = [place for place, name in names.items() if name.partition(".")[0] not in place.split("/")]
    twice = [name for name, count in Counter(names.values()).items() if count > 1]
    assert (malformed, foreign, twice) == ([], [], [])
    assert names


def test_an_event_says_what_is_now_true():
    assert [place for place, cls in _events().items() if not ast.get_docstring(cls)] == []


def test_every_task_runs_in_a_tenant_and_bears_arguments_that_it_does_not_know_yet():
    wrong = [
        f"{name}: {fault}"
        for name, (task, decorator) in _tasks().items()
        if name != "marketplace.foundation.tenancy.tasks.fan_out"  # what enters the tenants
        for fault in _faults(task, decorator)
    ]

    assert wrong == []


def test_what_the_schedule_names_exists():
    scheduled = _schedule()

    assert scheduled
    assert set(scheduled) - set(_tasks()) == set()
    assert [task for task, every_s in scheduled.items() if every_s < 1] == []


def test_no_file_names_a_registry_or_a_place_of_somebodys_machine():
    files = tracked_files()
    if files is None:
        pytest.skip("git is not there to say which files are the project's")

    found = [f"{file}: {word}" for file in files for word in NOT_TO_BE_WRITTEN if word.encode() in file.read_bytes()]

    assert found == []


def _server_modules() -> list[Module]:
    return [module for module in modules() if module.path.is_relative_to(BACKEND)]


def _events() -> dict[str, ast.ClassDef]:
    """Every class that can be published, by its place: what only others derive from (it has no wire name) is left out."""
    found = {}
    for module in _server_modules():
        kinds = {"Event"}
        for cls in classes(module):
            if kinds & base_names(cls):
                kinds.add(cls.name)
                found[f"{module.name} {cls.name}"] = cls
    bases = {name for cls in found.values() for name in base_names(cls)}
    return {place: cls for place, cls in found.items() if _wire_name(cls) or cls.name not in bases}


def _wire_name(cls: ast.ClassDef) -> str:
    for node in cls.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "wire_name" and node.value:
            return str(ast.literal_eval(node.value))
    return ""


def _tasks() -> dict[str, tuple[ast.FunctionDef | ast.AsyncFunctionDef, ast.expr]]:
    """Every Celery task by its name, with the decorator that makes it one."""
    return {
        ".".join([*module.path.relative_to(BACKEND).with_suffix("").parts, function.name]): (function, decorator)
        for module in _server_modules()
        for function in functions(module)
        for decorator in function.decorator_list
        if ast.unparse(decorator).startswith("shared_task")
    }


def _faults(task: ast.FunctionDef | ast.AsyncFunctionDef, decorator: ast.expr) -> Iterator[str]:
    if "base=TenantTask" not in ast.unparse(decorator).replace(" ", ""):
        yield "its base is not TenantTask"
    own = 1 if "bind=True" in ast.unparse(decorator) else 0
    if len(task.args.args) > own or task.args.posonlyargs or task.args.vararg:
        yield "takes positional arguments"
    if task.args.kwarg is None:
        yield "does not take **_"


def _schedule() -> dict[str, float]:
    tree = ast.parse((BACKEND / "config" / "schedule.py").read_text())
    node = next(item for item in tree.body if isinstance(item, ast.AnnAssign) and ast.unparse(item.target) == "TENANT_TASKS")
    assert node.value is not None
    return dict(ast.literal_eval(node.value))
