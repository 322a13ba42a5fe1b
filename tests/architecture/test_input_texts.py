"""Text from people comes in by fields that clean it, in shapes that take no other members, and by no other way."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .sources import Module, base_names, calls, classes, modules

FIELDS = "backend/marketplace/foundation/rest/fields.py"
PASSWORDS = "backend/marketplace/apps/accounts/fields.py"
# Fields of the framework that would take a text, or a map of texts, as it is; `ChoiceField` takes known words only.
RAW_FIELDS = {"CharField", "EmailField", "RegexField", "SlugField", "URLField", "DictField", "HStoreField", "JSONField", "FileField"}
# Who reads a query string, and why. Views pass it to `query_validated`, or to `page_request`.
QUERY_READERS = {
    "backend/marketplace/foundation/rest/views.py": "`query_validated` and `page_request`",
    "backend/marketplace/foundation/rest/declared.py": "looks at the names",
    "backend/marketplace/foundation/rest/public.py": "names the cached answer",
    "backend/marketplace/foundation/rest/language.py": "compares with the languages there are",
    "backend/marketplace/apps/discovery/serializers/store.py": "cleans each value",
}
# Who reads a body in addition to `validated(..., request.data)`.
BODY_READERS = {
    "backend/marketplace/foundation/rest/declared.py": "looks at the names, where no body is taken",
    "backend/marketplace/foundation/idempotency/decorator.py": "makes a fingerprint of it",
    "backend/marketplace/foundation/rest/views.py": "gives it to the audit log, which keeps names and values of known kinds",
}


def test_every_field_of_text_cleans_it():
    raw = [
        module.place(node)
        for module in modules()
        if module.name not in (FIELDS, PASSWORDS)
        for called, node in calls(module)
        if called in {f"serializers.{name}" for name in RAW_FIELDS}
    ]
    inherited = [
        module.place(cls)
        for module in modules()
        if module.name != FIELDS
        for cls in classes(module)
        if any(ast.unparse(base) in {f"serializers.{name}" for name in RAW_FIELDS} for base in cls.bases) and cls.name != "PasswordField"
    ]

    assert (raw, inherited) == ([], [])


def test_every_shape_of_a_request_refuses_what_it_does_not_know():
    open_shapes = [
        module.place(cls)
        for module in modules()
        for cls in classes(module)
        if base_names(cls) & {"Serializer", "ModelSerializer", "ListSerializer"} and cls.name != "StrictSerializer"
    ]

    assert open_shapes == []


def test_a_query_string_is_read_in_few_places():
    readers = {module.name for module in _of_requests() if any(_attributes(module, "query_params", "GET"))}

    assert readers == set(QUERY_READERS)


def test_a_body_is_validated():
    unread = [
        module.place(node)
        for module in _of_requests()
        if module.name not in BODY_READERS
        for node in _attributes(module, "data", "POST")
        if node not in _validated(module)
    ]

    assert unread == []


def test_the_address_of_a_page_is_made_in_one_way():
    others = [module.place(node) for module in modules() for called, node in calls(module) if called.rpartition(".")[2] == "slugify"]

    assert others == []


def _of_requests() -> Iterator[Module]:
    return (module for module in modules() if module.name.startswith("backend/") and not module.name.endswith("/testing.py"))


def _attributes(module: Module, *names: str) -> Iterator[ast.Attribute]:
    """``request.<name>`` wherever it stands."""
    return (
        node
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and node.attr in names and isinstance(node.value, ast.Name) and node.value.id == "request"
    )


def _validated(module: Module) -> set[ast.expr]:
    return {argument for called, node in calls(module) if called == "validated" for argument in node.args}
