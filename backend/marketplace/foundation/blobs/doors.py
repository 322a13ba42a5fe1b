"""Serves the files of development's media folder; in production the blob store does."""

from __future__ import annotations

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

from marketplace.foundation import tenancy


def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A public file of the tenant in scope; another region's, or a private one, is not there."""
    is_plain = posixpath.normpath(path) == path  # Django resolves ".." only after this, inside the folder of all regions
    if not is_plain or not path.startswith(f"{tenancy.current().slug}/public/"):
        raise Http404
    response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    response["Cache-Control"] = "public, max-age=86400"
    return response
