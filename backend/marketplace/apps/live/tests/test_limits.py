"""What one caller may take, and what becomes of who sends nonsense or does not read; others notice nothing."""

from __future__ import annotations

import os
import socket as sockets
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import pytest

from marketplace.apps.discovery.types.pages import VariantOffer
from marketplace.apps.live import types
from marketplace.apps.live.types import ProductUpdate
from marketplace.apps.vendors.tests.factories import staff_token
from marketplace.foundation.realtime.publishing import publish
from marketplace.foundation.realtime.tests.server import Realtime, running_realtime
from marketplace.kit.ids import new_id
from marketplace.testing import NOW

pytestmark = pytest.mark.django_db(transaction=True)

PRODUCT = new_id("prod", at=NOW)


@pytest.fixture(scope="module")
def _narrow_server() -> Iterator[Realtime]:
    with running_realtime(GM_LIVE_CONNECTIONS_OF_ADDRESS="4", GM_LIVE_CONNECTIONS_OF_CALLER="2") as server:
        yield server


@pytest.fixture
def narrow_live(_narrow_server: Realtime) -> Iterator[Realtime]:
    """A process that allows four connections of an address, and two of a caller."""
    yield _narrow_server
    _narrow_server.hang_up()


def test_a_caller_has_so_many_connections_and_one_more_when_one_is_closed(tenant: Any, narrow_live: Any, ticket: Any):
    first = narrow_live.ready(ticket(staff_token()))
    narrow_live.ready(ticket(staff_token()))

    assert narrow_live.open(ticket(staff_token())).close_code() == 4429
    assert narrow_live.open(ticket(staff_token(member_id="stf_another"))).next()["type"] == "ready"
    first.close()
    while not narrow_live.open(ticket(staff_token())).is_let_in():
        pass  # the server hears of a closed connection a moment later


def test_an_address_has_so_many_connections_and_other_addresses_theirs(tenant: Any, narrow_live: Any):
    for _ in range(4):
        narrow_live.ready()

    assert narrow_live.open().close_code() == 4429
    with narrow_live.events() as refused:
        assert (refused.answer.status_code, refused.problem()["code"]) == (429, "too_many_connections")
    with narrow_live.events(headers={"X-Forwarded-For": "192.0.2.77"}) as allowed:
        assert allowed.next()[1]["type"] == "ready"


def test_the_other_region_counts_for_itself(tenant: Any, narrow_live: Any):
    for _ in range(4):
        narrow_live.ready()

    assert narrow_live.open(tenant="mena").next()["type"] == "ready"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "nonsense",
        "[]",
        '{"type": "publish"}',
        '{"products": []}',
        '{"type": "watch", "orders": ["ord_1"]}',
        '{"type": "watch", "products": ["ord_01J00000000000000000000000"]}',
        '{"type": "watch", "products": "prod"}',
        '{"type": "watch", "products": [1]}',
    ],
)
def test_who_sends_nonsense_is_closed(tenant: Any, live: Any, said: str):
    connection = live.ready()

    connection.say(said)

    assert connection.close_code() == 4400


@pytest.mark.parametrize("query", [{"orders": "cus_1"}, {"products": "x"}, {"products": "a,"}, {"topic": "staff_orders"}])
def test_an_address_that_asks_for_what_there_is_not_is_refused(tenant: Any, live: Any, query: dict[str, str]):
    assert live.open(**query).close_code() == 4400


def test_fifty_products_are_watched_and_no_more(tenant: Any, live: Any):
    connection = live.ready()
    ids = [new_id("prod", at=NOW) for _ in range(51)]

    assert len(connection.watch(*ids[:50])["topics"]) == 50
    connection.say({"type": "watch", "products": ids})
    assert connection.close_code() == 4400


def test_sixty_messages_are_taken_in_a_minute_and_no_more(tenant: Any, live: Any):
    connection = live.ready()

    for _ in range(121):  # a minute may begin in between
        connection.say({"type": "watch"})

    assert connection.close_code() == 4429


def test_a_long_message_is_not_read(tenant: Any, live: Any):
    connection = live.ready()

    connection.say("x" * 5_000)

    assert connection.close_code() == 1009


def test_who_does_not_read_is_cut_and_others_hear_everything(tenant: Any, impatient_live: Any):
    reader = impatient_live.ready(products=PRODUCT)
    lazy = _upgraded(impatient_live, f"/ws/v1/?products={PRODUCT}")

    numbers = 0
    while not _was_cut(lazy):
        publish([_large_update()], at=NOW)
        numbers += 1
        assert reader.next()["type"] == "product_changed"

    assert numbers > 1


def test_who_does_not_read_server_sent_events_is_cut(tenant: Any, impatient_live: Any):
    lazy = _connection(impatient_live)
    lazy.sendall(f"GET /ws/v1/events?products={PRODUCT} HTTP/1.1\r\nHost: api.eu.localhost\r\n\r\n".encode())
    assert lazy.recv(12) == b"HTTP/1.1 200"

    reader = impatient_live.ready(products=PRODUCT)
    while not _was_cut(lazy):
        publish([_large_update()], at=NOW)
        assert reader.next()["type"] == "product_changed"


@pytest.mark.parametrize("sent", [b"", b"GET /ws/v1/ HTTP/1.1\r\nHost: api"], ids=["silent", "slow head"])
def test_who_never_finishes_asking_is_cut(tenant: Any, impatient_live: Any, sent: bytes):
    silent = _connection(impatient_live)
    silent.sendall(sent)

    assert _read(silent) == b""


def _connection(server: Realtime) -> sockets.socket:
    """One that takes little before it has to be read from."""
    made = sockets.socket()
    made.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    made.settimeout(60)
    made.connect(("127.0.0.1", server.port))
    return made


def _upgraded(server: Realtime, path: str) -> sockets.socket:
    made = _connection(server)
    key = b64encode(os.urandom(16)).decode()
    lines = [f"GET {path} HTTP/1.1", "Host: api.eu.localhost", "Upgrade: websocket", "Connection: Upgrade"]
    made.sendall("\r\n".join([*lines, "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}", "", ""]).encode())
    assert made.recv(12) == b"HTTP/1.1 101"
    return made


def _was_cut(connection: sockets.socket) -> bool:
    """Whether the server has reset it; nothing is read."""
    return connection.getsockopt(sockets.SOL_SOCKET, sockets.SO_ERROR) != 0


def _read(connection: sockets.socket) -> bytes:
    try:
        return connection.recv(100)
    except ConnectionResetError:
        return b""


def _large_update() -> Any:
    offers = [VariantOffer(variant_id=new_id("var", at=NOW), stock="out", prices=[]) for _ in range(250)]
    return ProductUpdate(product_id=PRODUCT, is_sold=True, variants=offers).to(types.PRODUCT.of(PRODUCT))
