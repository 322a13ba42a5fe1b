"""How long things may be (style.md, section 3). What is longer has more than one reason to change: split it."""

from __future__ import annotations

from .sources import REPOSITORY, Function, classes, functions, length, modules

MODULE, FUNCTION, VIEW_METHOD, SETTINGS = 400, 40, 15, 250
HTTP_METHODS = {"get", "post", "put", "patch", "delete"}


def test_no_module_is_longer_than_400_lines():
    assert [f"{module.name}: {module.lines}" for module in modules() if module.lines > MODULE] == []


def test_no_function_is_longer_than_40_lines():
    long = [
        f"{module.place(function)} {function.name}: {lines}"
        for module in modules()
        for function in functions(module)
        if (lines := length(function)) > FUNCTION
    ]

    assert long == []


def test_no_method_of_a_view_is_longer_than_15_lines():
    long = [
        f"{module.place(method)} {cls.name}.{method.name}: {lines}"
        for module in modules()
        for cls in classes(module)
        for method in cls.body
        if {"views", "views.py"} & set(module.path.parts)
        and isinstance(method, Function)
        and method.name in HTTP_METHODS
        and (lines := length(method)) > VIEW_METHOD
    ]

    assert long == []


def test_the_settings_stay_within_250_lines():
    settings = REPOSITORY / "backend" / "config" / "settings.py"

    assert len(settings.read_text().splitlines()) <= SETTINGS
