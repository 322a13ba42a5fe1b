from __future__ import annotations

from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView

from marketplace.foundation.blobs.doors import serve_media, serve_private

DOORS = [
    path("", include(f"{app.name}.urls"))
    for app in apps.get_app_configs()
    if app.name.startswith("marketplace.") and find_spec(f"{app.name}.urls")
]

urlpatterns = [
    path("api/v1/", include([*DOORS, path("", include("marketplace.foundation.rest.urls"))])),
    path("api/v1/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/v1/docs", SpectacularRedocView.as_view(url_name="schema"), name="docs"),
]
if settings.BLOBS_ENGINE == "files":
    urlpatterns.append(path("private/<str:token>", serve_private))
if settings.BLOBS_ENGINE == "files" and not settings.IS_PRODUCTION:
    urlpatterns.append(path("media/<path:path>", serve_media))  # in production a web server does

handler400 = "marketplace.foundation.rest.problems.bad_request"
handler404 = "marketplace.foundation.rest.problems.not_found"
handler500 = "marketplace.foundation.rest.problems.server_error"
