"""What a thousand connections that say nothing, or say it slowly, may not do to other callers; on the real server."""

from __future__ import annotations

import signal
import socket
from collections.abc import Iterator

import psutil
import pytest

from marketplace.foundation.serving.tests.server import ALIVE, HOST, Api, answer_of, running_api

SLOW_HEAD = b"GET /api/v1/health/live HTTP/1.1\r\nHost: api"
LOG_IN = b"POST /api/v1/auth/login HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 1000\r\n"
SLOW_BODY = LOG_IN + b"\r\n{"
OTHERS_SLOW_BODY = LOG_IN + b"X-Forwarded-For: 192.0.2.77\r\n\r\n{"  # so many log-ins of one address would be refused for their number
IMPATIENT_APPLICATION = "config.tests.impatient:application"
IMPATIENT = ("-m", "config.tests.impatient", f"--target={IMPATIENT_APPLICATION}")


pytestmark = pytest.mark.usefixtures("django_db_setup")  # the program needs its databases


@pytest.fixture(scope="module")
def server(django_db_setup) -> Iterator[Api]:
    with running_api() as api:
        yield api


@pytest.fixture
def api(server: Api) -> Iterator[Api]:
    yield server
    server.hang_up()


@pytest.mark.parametrize("sent", [b"", SLOW_HEAD, SLOW_BODY], ids=["silent", "slow head", "slow body"])
def test_a_thousand_connections_that_send_nothing_more_keep_nobody_waiting(api: Api, sent: bytes):
    held = [api.connect(sent) for _ in range(1_000)]

    assert all(api.is_alive() for _ in range(10))
    assert all(_is_open(connection) for connection in held)


def test_a_thousand_idle_connections_keep_nobody_waiting(api: Api):
    held = [api.connect() for _ in range(1_000)]
    for connection in held:
        connection.sendall(ALIVE)
    assert all(answer_of(connection).startswith(b"HTTP/1.1 200") for connection in held)

    assert all(api.is_alive() for _ in range(10))


def test_answers_that_nobody_reads_keep_nobody_waiting(api: Api):
    page = b"GET /static/drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js HTTP/1.1\r\n" + HOST + b"\r\n"
    for _ in range(100):
        api.connect(page)

    assert all(api.is_alive() for _ in range(10))


def test_two_hundred_callers_at_once_are_each_answered_each_time(api: Api):
    callers = [api.connect() for _ in range(200)]

    for _ in range(3):
        for caller in callers:
            caller.sendall(ALIVE)
        assert all(answer_of(caller).startswith(b"HTTP/1.1 200") for caller in callers)


def test_while_a_worker_that_died_is_replaced_the_other_answers(api: Api):
    killed, _ = api.workers()
    killed.send_signal(signal.SIGKILL)
    psutil.wait_procs([killed], timeout=60)

    assert api.is_alive()
    while len(api.listening_workers()) < 2:
        assert api.is_alive()
    assert api.process.is_running()


def test_a_request_under_way_is_answered_before_the_end():
    with running_api(workers=1) as api:
        asked = api.connect(ALIVE)
        idle = api.connect()
        api.process.terminate()

        assert answer_of(asked).startswith(b"HTTP/1.1 200")
        assert idle.recv(1) == b""
        psutil.wait_procs([api.process], timeout=60)
        assert not api.process.is_running()


def test_time_is_up_for_heads_and_bodies_that_do_not_come():
    with running_api(IMPATIENT, workers=1) as api:
        silent, slow_head, slow_body = api.connect(), api.connect(SLOW_HEAD), api.connect(OTHERS_SLOW_BODY)

        refusal = answer_of(slow_body)
        assert refusal.startswith(b"HTTP/1.1 408")
        assert b'"code":"body_too_slow"' in refusal
        assert slow_body.recv(1) == b""
        assert answer_of(silent) == b""
        assert not answer_of(slow_head).startswith(b"HTTP/1.1 200")


def _is_open(connection: socket.socket) -> bool:
    connection.setblocking(False)
    try:
        return connection.recv(1) != b""
    except BlockingIOError:
        return True
