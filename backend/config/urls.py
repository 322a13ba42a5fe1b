from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from marketplace.foundation.blobs.views import serve_media, serve_private
from marketplace.foundation.rest.reference import serve_reference, serve_schema

MODULES = [
    *(f"{app.name}.urls" for app in apps.get_app_configs() if app.name.startswith("marketplace.") and find_spec(f"{app.name}.urls")),
    "marketplace.foundation.health.urls",
]


def _behind_first_words(endpoints: Iterable[URLPattern]) -> list[URLPattern | URLResolver]:
    """The endpoints behind the first word of their address (store, vendor ...): a request is compared with those of its own word alone."""
    alone, by_word = [], defaultdict(list)
    for endpoint in endpoints:
        word, slash, rest = str(endpoint.pattern).partition("/")
        if slash:
            by_word[word].append(path(rest, endpoint.callback, endpoint.default_args, endpoint.name))
        else:
            alone.append(endpoint)
    return [*(path(f"{word}/", include(behind)) for word, behind in by_word.items()), *alone]


ENDPOINTS = _behind_first_words(endpoint for module in MODULES for endpoint in import_module(module).urlpatterns)

urlpatterns = [
    path("api/v1/", include(ENDPOINTS)),
    path("api/v1/schema", serve_schema, name="schema"),
    path("api/v1/docs", serve_reference, name="docs"),
]
if settings.BLOBS_ENGINE == "files":
    urlpatterns.append(path("private/<str:token>", serve_private))
if settings.BLOBS_ENGINE == "files" and not settings.IS_PRODUCTION:
    urlpatterns.append(path("media/<path:path>", serve_media))  # in production a web server does

handler400 = "marketplace.foundation.rest.problems.bad_request"
handler404 = "marketplace.foundation.rest.problems.not_found"
handler500 = "marketplace.foundation.rest.problems.server_error"
