"""
Kong's declarative configuration (https://developer.konghq.com/gateway/db-less-mode/), for Kong 3.9.

Caching and the log-in are not here: the API decides them, from its directory of regions.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gateway import origins
from gateway.endpoints import (
    ANY_FILE,
    BASE,
    BODY,
    FILES,
    FORM_BYTES,
    PEOPLE_ALONE,
    RATES_PER_MINUTE,
    SEARCHES_PER_HOUR,
    SEARCHES_PER_SECOND,
    EndpointClass,
    as_regex,
    documented_limits,
    public_endpoints,
)

FOLDER = Path(__file__).resolve().parent
Json = dict[str, Any]

API, REALTIME, STOREFRONT, VENDOR, ADMIN, FILE_SERVER = "api", "realtime", "storefront", "vendor", "admin", "files"
PORTS = {API: 8000, REALTIME: 8005, STOREFRONT: 8001, VENDOR: 8002, ADMIN: 8003, FILE_SERVER: 8080}
REFERENCE_PATHS = (f"~{BASE}schema$", f"~{BASE}docs$", "/static/")  # the API's document, and the page that shows it
LIVE_PATHS = ("~/ws/v1/$", "~/ws/v1/events$")
PUBLIC_FILES, PRIVATE_FILES = "/media/", "/private/"  # where they lie in a folder (GM_BLOBS_ENGINE=files)
NOTICES = "/api/revalidate"  # of the storefront, which the relay calls from inside
WEB_RATE, LIVE_RATE, REFERENCE_RATE, FILES_RATE = 1_200, 120, 120, 3_000  # a minute, from one address
SHOP_FORM_BYTES = 16 * 1024 * 1024  # the photos of a return; as much as the shop's next.config.ts takes
LIVE_S = 16 * 60  # a connection with a ticket lasts 15 minutes
ADDED_HEADERS = ("Strict-Transport-Security:max-age=31536000; includeSubDomains; preload", "X-Content-Type-Options:nosniff")
RETRY_AFTER_S = 120


def kong_config(hosts: Sequence[str], namespace: str, *, is_in_maintenance: bool = False, has_files: bool = False) -> Json:
    """
    The whole of it for one region. Of its ``hosts`` those that begin with ``api.`` are the API's, those with ``vendor.`` the vendors'
    dashboard's, those with ``admin.`` the operator's panel's, the others the shop's.

    Without a ``namespace`` of Kubernetes the processes are found by their plain names (infra/compose). ``has_files``: files lie in a
    folder, which a web server named ``files`` shows.

    :raises ValueError: if the API or the shop has none
    """
    api_hosts = [host for host in hosts if host.startswith("api.")]
    vendor_hosts = [host for host in hosts if host.startswith("vendor.")]
    admin_hosts = [host for host in hosts if host.startswith("admin.")]
    web_hosts = [host for host in hosts if host not in api_hosts + vendor_hosts + admin_hosts]
    if not api_hosts or not web_hosts:
        raise ValueError(f"a region needs a host for its shop and one, beginning with api., for its API; there are {', '.join(hosts)}")
    if is_in_maintenance:
        services: list[Json] = []
        routes = [_closed_api(api_hosts), _closed_web([*web_hosts, *vendor_hosts, *admin_hosts])]
    else:
        services = [_api(api_hosts), _realtime(api_hosts), _storefront(web_hosts)]
        for service in services[:2]:
            service["plugins"] = [origins.plugin(hosts)]
        services += [_vendor(vendor_hosts)] if vendor_hosts else []
        services += [_admin(admin_hosts)] if admin_hosts else []
        if has_files:
            services.append(_files(api_hosts))
            services[0]["routes"].append(_route("private-files", api_hosts, [PRIVATE_FILES], [_rate(REFERENCE_RATE), _size(1024)]))
        routes = [_nothing_else(api_hosts)]
    upstreams = [_upstream(service["host"], namespace) for service in services]
    return {"_format_version": "3.0", "services": services, "routes": routes, "upstreams": upstreams, "plugins": _for_all()}


def _api(hosts: Sequence[str]) -> Json:
    routes = [_endpoints(endpoint_class, paths, hosts) for endpoint_class, paths in public_endpoints().items()]
    reference = _route("reference", hosts, REFERENCE_PATHS, [_rate(REFERENCE_RATE), _size(documented_limits()[BODY])])
    # A body may take long, and an answer 60 s: the longest is the file of a vendor's products.
    return _service(API, [*routes, reference], read_timeout_s=60)


def _endpoints(endpoint_class: EndpointClass, paths: Sequence[str], hosts: Sequence[str]) -> Json:
    bounds = {"second": SEARCHES_PER_SECOND, "hour": SEARCHES_PER_HOUR} if endpoint_class.rate == "search" else {}
    plugins = [_rate(RATES_PER_MINUTE[endpoint_class.rate], **bounds), _size(endpoint_class.max_bytes)]
    if endpoint_class.rate in PEOPLE_ALONE:
        plugins.append({"name": "bot-detection", "config": {}})  # by Kong's own list of names
    return _route(f"api-{endpoint_class.name}", hosts, [as_regex(path) for path in paths], plugins)


def _realtime(hosts: Sequence[str]) -> Json:
    route = _route("live", hosts, LIVE_PATHS, [_rate(LIVE_RATE), _size(1024)])
    return _service(REALTIME, [{**route, "response_buffering": False}], read_timeout_s=LIVE_S)


def _storefront(hosts: Sequence[str]) -> Json:
    hidden = _route("web-notices", hosts, [NOTICES], [_termination(404, "text/plain", "Not found")])
    return _service(STOREFRONT, [_route("web", hosts, ["/"], [_rate(WEB_RATE), _size(SHOP_FORM_BYTES)]), hidden], read_timeout_s=60)


def _files(hosts: Sequence[str]) -> Json:
    return _service(FILE_SERVER, [_route("public-files", hosts, [PUBLIC_FILES], [_rate(FILES_RATE), _size(1024)])], read_timeout_s=60)


def _vendor(hosts: Sequence[str]) -> Json:
    largest = documented_limits()[FILES["vendor/imports"]] + FORM_BYTES  # a file of products, which goes on to the API
    return _service(VENDOR, [_route("vendor-web", hosts, ["/"], [_rate(WEB_RATE), _size(largest)])], read_timeout_s=60)


def _admin(hosts: Sequence[str]) -> Json:
    largest = documented_limits()[ANY_FILE] + FORM_BYTES  # a provider's report, which goes on to the API
    # The panel's reports take up to two minutes. One that breaks off is not asked for again: it would be computed twice.
    return _service(ADMIN, [_route("admin-web", hosts, ["/"], [_rate(WEB_RATE), _size(largest)])], read_timeout_s=130, retries=0)


def _nothing_else(hosts: Sequence[str]) -> Json:
    """What the API's document does not name does not reach the API: health, metrics, what a mistake might add."""
    return _route("api-nothing-else", hosts, ["/"], [_termination(404, *_problem(404, "not_found", "There is no such thing here"))])


def _closed_api(hosts: Sequence[str]) -> Json:
    problem = _problem(503, "in_maintenance", "The marketplace is in maintenance")
    return _route("api-maintenance", hosts, ["/"], [_termination(503, *problem), _retry_after()])


def _closed_web(hosts: Sequence[str]) -> Json:
    page = (FOLDER / "maintenance.html").read_text()
    return _route("web-maintenance", hosts, ["/"], [_termination(503, "text/html; charset=utf-8", page), _retry_after()])


def _service(name: str, routes: list[Json], *, read_timeout_s: int, retries: int = 2) -> Json:
    return {
        "name": name,
        "protocol": "http",
        "host": f"{name}.upstream",
        "port": PORTS[name],
        "connect_timeout": 2_000,
        "read_timeout": read_timeout_s * 1_000,
        "write_timeout": 60_000,
        "retries": retries,  # nginx repeats what never reached a process, and reads
        "routes": routes,
    }


def _route(name: str, hosts: Sequence[str], paths: Sequence[str], plugins: list[Json]) -> Json:
    return {
        "name": name,
        "hosts": list(hosts),
        "paths": list(paths),
        "protocols": ["https"],  # over http: to https, whatever it asks for
        "https_redirect_status_code": 308,
        "preserve_host": True,  # which names the region
        "strip_path": False,
        "plugins": plugins,
    }


def _upstream(host: str, namespace: str) -> Json:
    """The processes behind a service that has no address of its own: Kong asks each whether it lives, and leaves out who does not."""
    name = host.removesuffix(".upstream")
    paths = {API: f"{BASE}health/live", REALTIME: "/ws/v1/health/live"}
    checked = {"type": "http", "http_path": paths[name]} if name in paths else {"type": "tcp"}
    active = {
        **checked,
        "timeout": 2,
        "healthy": {"interval": 5, "successes": 1},
        "unhealthy": {"interval": 5, "tcp_failures": 2, "timeouts": 3, "http_failures": 3},
    }
    target = f"{name}.{namespace}.svc.cluster.local:{PORTS[name]}" if namespace else f"{name}:{PORTS[name]}"
    # A refresh token works once: the process that a person's requests all reach shares one use of it among them.
    is_web = name in (STOREFRONT, VENDOR, ADMIN)
    balancing = {"algorithm": "consistent-hashing", "hash_on": "ip"} if is_web else {"algorithm": "least-connections"}
    return {"name": host, **balancing, "healthchecks": {"active": active}, "targets": [{"target": target}]}


def _for_all() -> list[Json]:
    hidden = ["Server", "X-Powered-By", "Via"]
    return [
        {"name": "pre-function", "config": {"rewrite": [(FOLDER / "headers.lua").read_text()]}},
        {"name": "correlation-id", "config": {"header_name": "X-Request-ID", "generator": "uuid", "echo_downstream": False}},
        {"name": "response-transformer", "config": {"remove": {"headers": hidden}, "add": {"headers": list(ADDED_HEADERS)}}},
        {"name": "prometheus", "config": {"status_code_metrics": True, "latency_metrics": True, "upstream_health_metrics": True}},
    ]


def _rate(per_minute: int, **bounds: int) -> Json:
    """
    By address; each process of Kong counts for itself, so that no store has to answer before a request is refused. ``bounds`` are those
    of a ``second`` or an ``hour``.
    """
    return {"name": "rate-limiting", "config": {"minute": per_minute, **bounds, "limit_by": "ip", "policy": "local"}}


def _size(max_bytes: int) -> Json:
    return {"name": "request-size-limiting", "config": {"allowed_payload_size": max_bytes, "size_unit": "bytes"}}


def _termination(status: int, content_type: str, body: str) -> Json:
    return {"name": "request-termination", "config": {"status_code": status, "content_type": content_type, "body": body}}


def _retry_after() -> Json:
    headers = [f"Retry-After:{RETRY_AFTER_S}", "Cache-Control:no-store", *ADDED_HEADERS]
    return {"name": "response-transformer", "config": {"add": {"headers": headers}}}


def _problem(status: int, code: str, title: str) -> tuple[str, str]:
    """A problem document (RFC 9457), as the API's own; the gateway speaks English."""
    return "application/problem+json", json.dumps({"type": "about:blank", "title": title, "status": status, "code": code})
