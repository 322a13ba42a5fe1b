from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path


def fault(request: HttpRequest, name: str) -> HttpResponse:
    raise RuntimeError(f"{name} sent {request.POST['street']}")


urlpatterns = [path("fault/<str:name>", fault)]
