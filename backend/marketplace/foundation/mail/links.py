"""Addresses of the web apps, for links in mails."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings

from marketplace.foundation import tenancy

# Where a developer's machine serves each web app, counted from PORT_BASE.
LOCAL_PORTS = {"storefront": 1, "vendor": 2, "admin": 3}


def web_url(path: str, *, app: str = "storefront", **query: str) -> str:
    """
    The address of a page of a web app in the tenant in scope: ``path`` begins with a slash.

    In production the vendors' and the staff's apps have hosts of their own (``vendor.``, ``admin.``) where the directory names them.
    """
    host = _host(app)
    port = f":{settings.PORT_BASE + LOCAL_PORTS[app]}" if settings.PUBLIC_SCHEME == "http" else ""
    suffix = f"?{urlencode(query)}" if query else ""
    return f"{settings.PUBLIC_SCHEME}://{host}{port}{path}{suffix}"


def _host(app: str) -> str:
    is_local = settings.PUBLIC_SCHEME == "http"
    domains = tenancy.current().domains
    # A directory may name a developer's and the public hosts side by side.
    fitting = [domain for domain in domains if domain.endswith(".localhost") == is_local] or list(domains)
    shop = next((domain for domain in fitting if not domain.startswith("api.")), fitting[0])
    own = f"{app}.{shop}"
    return own if own in domains else shop
