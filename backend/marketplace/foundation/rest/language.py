"""The language of an answer: ``?lang=`` before Accept-Language before the tenant's default."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.request import Request

from marketplace.foundation import tenancy


class LanguageMiddleware:
    """What the frameworks say of a request (such as of a wrong field) is in its language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with translation.override(requested_language(request)):
            return self.get_response(request)


def requested_language(request: Request | HttpRequest) -> str:
    """One of the tenant's languages; of all languages, English first, where a request came to no tenant."""
    tenant = tenancy.find_current()
    known, default = (tenant.languages, tenant.default_language) if tenant else ([code for code, _ in settings.LANGUAGES], "en")
    asked = request.GET.get("lang")
    if asked in known:
        return str(asked)
    for tag, _ in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")):
        if (base := tag.partition("-")[0]) in known:
            return base
    return default


def pick_text(texts: Mapping[str, str], language: str) -> tuple[str, str]:
    """The text in that language, else in the tenant's default, else in any; and the language it is in."""
    for candidate in (language, tenancy.current().default_language, *texts):
        if texts.get(candidate):
            return texts[candidate], candidate
    return "", language
