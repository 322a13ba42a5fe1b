"""What every endpoint of the API has, asked of the URL resolver and of the OpenAPI document made from it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from drf_spectacular.generators import SchemaGenerator

from marketplace.foundation.idempotency.decorator import idempotent
from marketplace.foundation.rest.views import TenantAPIView

BASE = "api/v1/"
OF_LIBRARIES = {"api/v1/schema", "api/v1/docs"}

# POST that neither creates nor moves anything that a second time would do again, and why. All others are @idempotent.
WITHOUT_KEY = {
    "auth/register": "answers the same whether or not the address is known; one mail leads to one account",
    "auth/confirm-email": "its token works once",
    "auth/confirm-email/mail": "answers the same whether or not the address is known",
    "auth/login": "answers with secrets, which are never stored",
    "auth/login/code": "its challenge and its code work once",
    "auth/login/passkey": "its challenge works once",
    "auth/support-view": "its token works once",
    "auth/refresh": "its token works once",
    "auth/logout": "has no effect the second time",
    "auth/logout-everywhere": "has no effect the second time",
    "auth/password-reset": "answers the same whether or not the address is known",
    "auth/password-reset/confirm": "its token works once",
    "store/conversations/<str:conversation_id>/messages/<int:number>/answer": "a question has one answer, which comes again",
    "live/tickets": "opens one connection, so it is never stored, and an old one would have expired",
    "me/deletion": "has no effect the second time",
    "me/password": "the old password, which it asks for, works once",
    "me/passkeys": "its challenge works once",
    "me/passkeys/options": "answers with a challenge that works once, which is never stored",
    "me/reauthentication": "answers with a token, which is never stored; a code works once, and a password again proves the same",
    "me/reauthentication/options": "answers with a challenge that works once, which is never stored",
    "me/second-factor": "answers with a secret, which is never stored; the second one takes the first one's place",
    "me/second-factor/confirm": "its code works once, and its answer has secrets, which are never stored",
    "me/second-factor/recovery-codes": "its code works once, and its answer has secrets, which are never stored",
    "me/second-factor/remove": "its code works once",
    "vendor/import-drafts/<str:draft_id>/previews": "reads a file",
    "vendor/products/<str:product_id>/preview-links": "answers with a link, which is never stored",
    "vendor/connected-account/links": "opens one account, and its answer has a link for one visit, which is never stored",
    "vendor/connected-account/confirm": "has no effect the second time",
    **dict.fromkeys(
        [
            "admin/customers/<str:customer_id>/support-views",
            "vendor/documents/<str:document_id>/links",
            "admin/vendors/<str:vendor_id>/documents/<str:document_id>/links",
            "vendor/payouts/<str:payout_id>/statement-links",
            "vendor/returns/<str:return_id>/label-links",
            "admin/returns/<str:return_id>/label-links",
            "store/orders/<str:order_id>/returns/<str:return_id>/label-links",
            "admin/payouts/<str:payout_id>/statement-links",
            "vendor/imports/<str:import_id>/file-links",
            "vendor/orders/<str:vendor_order_id>/labels/<str:label_id>/links",
            "me/exports/<str:export_id>/links",
            "admin/customers/<str:customer_id>/exports/<str:export_id>/links",
            "vendor/returns/<str:return_id>/photos/<str:photo_id>/links",
            "admin/returns/<str:return_id>/photos/<str:photo_id>/links",
            "store/orders/<str:order_id>/invoices/<str:invoice_id>/links",
            "vendor/invoices/<str:invoice_id>/links",
            "admin/invoices/<str:invoice_id>/links",
        ],
        "a link opens a file without a login, so it is never stored, and an old one would have expired",
    ),
    "store/gift-card-lookups": "reads; a POST, so that no code of a gift card is in a log",
    "admin/vendors/<str:vendor_id>/commission-plan/previews": "reads; a POST, since it sends a plan",
    "store/picture-searches": "reads; a POST, since it sends a picture",
    "store/order-lookups": "reads; a POST, so that no address of a person is in a log",
    "store/unsubscriptions": "has no effect the second time",
    "store/events": "each event is known by its own id",
    "webhooks/<slug:provider>": "is sent again by the provider, and known by its own id",
}
# PATCH and PUT of what has no version to hold on to, and why. All others ask for If-Match.
WITHOUT_VERSION = {
    "vendor/mail-preferences": "a person's own choice, which nobody else edits",
    "vendor/price-automation": "a switch that stops what changes prices: whatever was seen, it is obeyed",
    "vendor/logo": "a picture takes the place of whichever was there",
    "webhooks/{provider}": "a notice of a provider, which edits nothing that was read here",
}


def _patterns(resolver: URLResolver | Any, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        path = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, path)
        else:
            yield path, entry


@functools.cache
def endpoints() -> dict[str, Any]:
    """The class behind each path of the API, without the path's beginning."""
    found = {path: getattr(pattern.callback, "view_class", None) for path, pattern in _patterns(get_resolver())}
    return {path.removeprefix(BASE): view for path, view in found.items() if path.startswith(BASE) and path not in OF_LIBRARIES}


@functools.cache
def schema() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def operations(*methods: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """(``post store/carts``, its description) for each operation of these methods."""
    for path, item in schema()["paths"].items():
        for method in methods:
            if method in item:
                yield path.removeprefix(f"/{BASE}"), item[method]


def is_idempotent(method: Any) -> bool:
    while method is not None:
        if method.__code__.co_qualname == f"{idempotent.__name__}.<locals>.wrapper":
            return True
        method = getattr(method, "__wrapped__", None)
    return False


def is_header(operation: dict[str, Any], name: str) -> bool:
    return any(parameter["in"] == "header" and parameter["name"] == name for parameter in operation.get("parameters", []))


def test_there_are_endpoints():
    assert len(endpoints()) > 60


def test_every_endpoint_starts_from_our_view():
    assert [path for path, view in endpoints().items() if view is None or not issubclass(view, TenantAPIView)] == []


def test_every_endpoint_names_its_permission():
    silent = [
        path
        for path, view in endpoints().items()
        if not any(
            {"permission_classes", "get_permissions"} & vars(cls).keys() for cls in view.__mro__[: view.__mro__.index(TenantAPIView)]
        )
    ]

    assert silent == []


def test_every_post_that_creates_or_moves_something_is_idempotent():
    posts = {path: view.post for path, view in endpoints().items() if hasattr(view, "post")}

    forgotten = [path for path, post in posts.items() if path not in WITHOUT_KEY and not is_idempotent(post)]
    needless = [path for path, post in posts.items() if path in WITHOUT_KEY and is_idempotent(post)]

    assert (forgotten, needless) == ([], [])
    assert set(WITHOUT_KEY) <= set(posts)


def test_the_document_asks_for_a_key_where_the_endpoint_does():
    asked = {path: is_header(operation, "Idempotency-Key") for path, operation in operations("post")}
    posts = {plain(path): is_idempotent(view.post) for path, view in endpoints().items() if hasattr(view, "post")}

    assert {path: asked[path] for path in asked} == {path: posts[path] for path in asked}


def test_every_edit_asks_for_the_version_that_it_edits():
    without = [path for path, operation in operations("patch", "put") if not is_header(operation, "If-Match")]

    assert set(without) - set(WITHOUT_VERSION) == set()


def test_paths_have_no_slash_at_their_ends():
    assert [path for path in endpoints() if path.startswith("/") or path.endswith("/")] == []


def test_no_path_leads_to_two_endpoints():
    paths = [plain(path) for path, _ in _patterns(get_resolver())]

    assert len(paths) == len(set(paths))


def test_operations_have_names_of_their_own():
    names = [operation["operationId"] for _, operation in operations("get", "post", "put", "patch", "delete")]

    assert len(names) == len(set(names))
    assert [name for name in names if not name.isidentifier() or name != name.lower()] == []


def test_every_list_has_items_and_a_cursor():
    lists = [
        (path, operation)
        for path, operation in operations("get")
        if any(parameter["name"] == "cursor" for parameter in operation.get("parameters", []))
    ]

    odd = [path for path, operation in lists if not {"items", "next_cursor"} <= _answer(operation)]

    assert lists
    assert odd == []


def plain(path: str) -> str:
    """A path with its converters as the document writes them: ``store/carts/{cart_id}``."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", path)


def _answer(operation: dict[str, Any]) -> set[str]:
    """The names of an answer's members."""
    content = operation["responses"]["200"]["content"]["application/json"]["schema"]
    name = content.get("$ref", "").rpartition("/")[2]
    return set((schema()["components"]["schemas"][name] if name else content).get("properties", {}))


@pytest.mark.parametrize("path", sorted(OF_LIBRARIES))
def test_the_document_and_its_page_are_open(api, path, db):
    assert api.get(path.removeprefix(BASE), headers={"Accept": "*/*"}).status_code == 200
