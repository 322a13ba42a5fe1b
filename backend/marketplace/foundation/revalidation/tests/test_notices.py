"""What the web server hears of: signed, once for many changes, again after a failure."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec
import pytest

from marketplace.foundation import clock, tenancy
from marketplace.foundation.cache import tags
from marketplace.foundation.revalidation import notices
from marketplace.foundation.tenancy.types import Tenant

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "a-secret-of-the-tests-that-is-long-enough"


class WebServer:
    """Takes notices as the storefront does; answers with the next of ``statuses``, then with 204."""

    def __init__(self) -> None:
        self.received: list[tuple[str, bytes]] = []
        self.statuses: list[int] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                web.received.append((self.headers["GM-Signature"], body))
                self.send_response(web.statuses.pop(0) if web.statuses else 204)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/api/revalidate"

    @property
    def contents(self) -> list[dict[str, Any]]:
        return [msgspec.json.decode(body) for _, body in self.received]


@pytest.fixture
def web(settings: Any) -> Iterator[WebServer]:
    server = WebServer()
    settings.WEB_REVALIDATE_URLS, settings.WEB_REVALIDATE_SECRET = [server.url], SECRET
    yield server
    server.server.shutdown()
    server.server.server_close()


def test_the_web_server_hears_which_tags_are_out_of_date(web, tenant, drain):
    tags.expire("product:1", "index:products")
    drain()

    (content,) = web.contents
    assert content.pop("sent_at") > 1_700_000_000
    assert content == {"tenant": "eu", "host": "eu.localhost", "tags": ["index:products", "product:1"], "change": tags.last_change()}


def test_a_notice_is_signed_over_its_time_and_body(web, tenant, drain):
    tags.expire("pages")
    drain()

    ((signature, body),) = web.received
    at, digest = (part.partition("=")[2] for part in signature.split(","))
    assert at == str(msgspec.json.decode(body)["sent_at"])
    assert digest == hmac.new(SECRET.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()


def test_many_changes_go_out_together(web, tenant, drain):
    for number in range(30):
        tags.expire(f"product:{number}", "index:products")
    drain()

    (content,) = web.contents
    assert len(content["tags"]) == 31
    assert content["change"] == tags.last_change()


def test_more_tags_than_one_notice_takes_come_in_several(web, tenant, drain):
    named = {f"product:{number}" for number in range(2 * notices.MAX_TAGS + 5)}
    tags.expire(*named)
    drain()

    assert [len(content["tags"]) for content in web.contents] == [notices.MAX_TAGS, notices.MAX_TAGS, 5]
    assert {tag for content in web.contents for tag in content["tags"]} == named


@pytest.mark.parametrize("status", [500, 401, 302])
def test_a_notice_that_is_not_accepted_is_sent_again(web, tenant, drain, status):
    web.statuses = [status, status]  # all together, then alone
    tags.expire("pages")
    drain()
    refused = len(web.received)

    drain(clock.now() + timedelta(minutes=1))

    assert [content["tags"] for content in web.contents] == [["pages"]] * (refused + 1)


def test_a_web_server_that_is_away_hears_of_it_when_it_is_back(web, tenant, drain, settings):
    settings.WEB_REVALIDATE_URLS = ["http://127.0.0.1:9/api/revalidate"]
    tags.expire("pages")
    drain()

    settings.WEB_REVALIDATE_URLS = [web.url]
    drain(clock.now() + timedelta(minutes=1))

    assert [content["tags"] for content in web.contents] == [["pages"]]


def test_every_web_server_hears_of_it(web, tenant, drain, settings):
    other = WebServer()
    settings.WEB_REVALIDATE_URLS = [web.url, other.url]

    tags.expire("pages")
    drain()
    other.server.shutdown()

    assert [len(web.received), len(other.received)] == [1, 1]


def test_a_region_names_itself(web, mena: Tenant, drain):
    with tenancy.scope(mena):
        tags.expire("pages")
        drain()

    assert [(content["tenant"], content["host"]) for content in web.contents] == [("mena", "mena.localhost")]


def test_without_an_address_nobody_is_notified(web, tenant, drain, settings):
    settings.WEB_REVALIDATE_URLS = []

    tags.expire("pages")
    drain()

    assert web.received == []
