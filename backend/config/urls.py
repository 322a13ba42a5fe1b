from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from marketplace.foundation.blobs.doors import serve_media, serve_private
from marketplace.foundation.rest.reference import serve_reference

MODULES = [
    *(f"{app.name}.urls" for app in apps.get_app_configs() if app.name.startswith("marketplace.") and find_spec(f"{app.name}.urls")),
    "marketplace.foundation.rest.urls",
]


def _behind_first_words(doors: Iterable[URLPattern]) -> list[URLPattern | URLResolver]:
    """The doors behind the first word of their address (store, vendor ...): a request is compared with those of its own word alone."""
    alone, by_word = [], defaultdict(list)
    for door in doors:
        word, slash, rest = str(door.pattern).partition("/")
        if slash:
            by_word[word].append(path(rest, door.callback, door.default_args, door.name))
        else:
            alone.append(door)
    return [*(path(f"{word}/", include(behind)) for word, behind in by_word.items()), *alone]


DOORS = _behind_first_words(door for module in MODULES for door in import_module(module).urlpatterns)

urlpatterns = [
    path("api/v1/", include(DOORS)),
    path("api/v1/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs", serve_reference, name="docs"),
]
if settings.BLOBS_ENGINE == "files":
    urlpatterns.append(path("private/<str:token>", serve_private))
if settings.BLOBS_ENGINE == "files" and not settings.IS_PRODUCTION:
    urlpatterns.append(path("media/<path:path>", serve_media))  # in production a web server does

handler400 = "marketplace.foundation.rest.problems.bad_request"
handler404 = "marketplace.foundation.rest.problems.not_found"
handler500 = "marketplace.foundation.rest.problems.server_error"
