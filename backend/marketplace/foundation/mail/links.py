"""Addresses of the web apps, for links in mails. Which web apps there are is in ``settings.WEB_APPS``."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings

from marketplace.foundation import tenancy


def web_url(path: str, *, app: str = "", **query: str) -> str:
    """
    The address of a page of a web app (the first of ``settings.WEB_APPS`` if none is named) in the tenant in scope. ``path`` begins
    with a slash.

    In production an app has a host of its own (``vendor.globalmarket.eu``) if the directory names it; otherwise the region's first.

    :raises KeyError: if there is no such app
    """
    app = app or next(iter(settings.WEB_APPS))
    host = web_host(app)
    port = f":{settings.PORT_BASE + settings.WEB_APPS[app]}" if settings.PUBLIC_SCHEME == "http" else ""
    suffix = f"?{urlencode(query)}" if query else ""
    return f"{settings.PUBLIC_SCHEME}://{host}{port}{path}{suffix}"


def web_host(app: str = "") -> str:
    """The host of a web app (the first of ``settings.WEB_APPS`` if none is named) in the tenant in scope."""
    app = app or next(iter(settings.WEB_APPS))
    is_local = settings.PUBLIC_SCHEME == "http"
    domains = tenancy.current().domains
    # A directory may name a developer's and the public hosts side by side.
    fitting = [domain for domain in domains if domain.endswith(".localhost") == is_local] or list(domains)
    public = next((domain for domain in fitting if not domain.startswith("api.")), fitting[0])
    own = f"{app}.{public}"
    return own if own in domains else public
