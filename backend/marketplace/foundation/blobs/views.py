"""Serves the files of the media folder, where that is the engine; Azure serves its own."""

from __future__ import annotations

import posixpath

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from marketplace.foundation import clock, tenancy
from marketplace.foundation.blobs import links, open_blob
from marketplace.foundation.rest.problems import problem_response
from marketplace.kit.errors import MarketplaceError


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A public file of the tenant in scope; another region's, or a private one, is not there."""
    is_plain = posixpath.normpath(path) == path  # Django resolves ".." only after this, inside the folder of all regions
    if not is_plain or not path.startswith(f"{tenancy.current().slug}/public/"):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def serve_private(request: HttpRequest, token: str) -> HttpResponse | FileResponse:
    """The private file that a signed link opens, on the host of the region that signed it."""
    try:
        path, attachment = links.read(token, now=clock.now())
        file = open_blob(path)
    except MarketplaceError as error:
        return problem_response(error, request)
    response = FileResponse(file, content_type=attachment.content_type)
    response["Content-Disposition"] = attachment.disposition
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
