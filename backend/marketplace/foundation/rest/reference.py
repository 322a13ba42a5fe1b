"""The OpenAPI document, and the page that shows it. The page loads nothing from other hosts, and its policy lets it do nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from marketplace.foundation.rest.language import requested_language
from marketplace.foundation.rest.openapi_document import document
from marketplace.foundation.rest.public import unless_known

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; worker-src blob:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>GlobalMarket API</title>
    <style>body {{ margin: 0; }}</style>
  </head>
  <body>
    <redoc spec-url="{schema}"></redoc>
    <script src="{script}"></script>
  </body>
</html>
"""


@require_safe
def serve_schema(request: HttpRequest) -> HttpResponseBase:
    language = requested_language(request)
    made = document(language)
    headers = {
        "Content-Type": "application/json",
        "ETag": made.etag,
        "Cache-Control": "public, max-age=300",
        "Content-Language": language,
        "Vary": "Accept-Language",
    }
    return unless_known(request, HttpResponse(made.body, headers=headers))


@require_safe
def serve_reference(request: HttpRequest) -> HttpResponse:
    page = _PAGE.format(schema=reverse("schema"), script=static("drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js"))
    return HttpResponse(page, headers={"Content-Security-Policy": _POLICY, "Cache-Control": "no-cache"})
