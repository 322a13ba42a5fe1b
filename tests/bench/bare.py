"""A Django view that answers a constant: the yardstick for the same server on the same machine."""

from __future__ import annotations

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BODY = b'{"items": [' + b",".join(b'{"id": %d, "price": {"minor": 1999, "currency": "EUR"}}' % number for number in range(20)) + b"]}"


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(BODY, content_type="application/json")


urlpatterns = [path("", constant)]
settings.configure(DEBUG=False, ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, MIDDLEWARE=[], SECRET_KEY="nothing-is-signed-here")
application = get_wsgi_application()

from config.server import THREADS  # noqa: E402  # both need the settings
from marketplace.foundation.serving.front import Front  # noqa: E402

front = Front(application, threads=THREADS)
