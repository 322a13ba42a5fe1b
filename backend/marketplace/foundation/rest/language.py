"""The language of an answer: ``?lang=`` before Accept-Language before the tenant's default."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.request import Request

from marketplace.foundation import tenancy


def requested_language(request: Request | HttpRequest) -> str:
    """One of the tenant's languages."""
    tenant = tenancy.current()
    asked = request.GET.get("lang")
    if asked in tenant.languages:
        return str(asked)
    for tag, _ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        if (base := tag.partition("-")[0]) in tenant.languages:
            return base
    return tenant.default_language


def pick_text(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The text in that language, else in the tenant's default, else in any; and the language it is in."""
    for candidate in (language, tenancy.current().default_language, *texts):
        if texts.get(candidate):
            return texts[candidate], candidate
    return "", language
