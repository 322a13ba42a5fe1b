"""Addresses of the web apps, for links in mails. Which web apps there are is in ``settings.WEB_APPS``."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings

from marketplace.foundation import tenancy
from marketplace.foundation.tenancy.types import Tenant


def web_url(path: str, *, app: str = "", **query: str) -> str:
    """
    The address of a page of a web app (the first of ``settings.WEB_APPS`` if none is named) in the tenant in scope. ``path`` begins
    with a slash.

    In production an app has a host of its own (``vendor.globalmarket.eu``) if the directory names it; otherwise the region's first.

    :raises KeyError: if there is no such app
    """
    suffix = f"?{urlencode(query)}" if query else ""
    return f"{web_origin(tenancy.current(), app)}{path}{suffix}"


def web_origin(tenant: Tenant, app: str = "") -> str:
    """Scheme, host and port of a web app of the tenant. :raises KeyError: if there is no such app"""
    app = app or next(iter(settings.WEB_APPS))
    port = f":{settings.PORT_BASE + settings.WEB_APPS[app]}" if settings.PUBLIC_SCHEME == "http" else ""
    return f"{settings.PUBLIC_SCHEME}://{_host_of(tenant, app)}{port}"


def web_host(app: str = "") -> str:
    """The host of a web app (the first of ``settings.WEB_APPS`` if none is named) in the tenant in scope."""
    return _host_of(tenancy.current(), app or next(iter(settings.WEB_APPS)))


def _host_of(tenant: Tenant, app: str) -> str:
    is_local = settings.PUBLIC_SCHEME == "http"
    domains = tenant.domains
    # A directory may name a developer's and the public hosts side by side.
    fitting = [domain for domain in domains if domain.endswith(".localhost") == is_local] or list(domains)
    public = next((domain for domain in fitting if not domain.startswith("api.")), fitting[0])
    own = f"{app}.{public}"
    return own if own in domains else public
