"""
The client: kept-alive connections on raw sockets, shared out over processes of their own.

Reads are driven by one loop per process over its connections, and checkouts by a thread per shopper. What is measured is the
time from sending a request until its last byte is here.
"""

from __future__ import annotations

import json
import random
import selectors
import socket
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

PROCESSES = 2
TIMEOUT_S = 60.0


@dataclass(slots=True)
class Result:
    """``seconds`` of load, and what came of it; times in milliseconds. ``failures`` are the first few that were not 2xx."""

    seconds: float
    times_ms: list[float] = field(default_factory=list)
    failed: int = 0
    failures: list[str] = field(default_factory=list)
    bytes_received: int = 0
    answered: int = 0  # of reads, in the warm-up too

    @property
    def rate(self) -> float:
        return len(self.times_ms) / self.seconds

    def percentile_ms(self, share: float) -> float:
        ordered = sorted(self.times_ms)
        return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0

    def add(self, other: Result) -> None:
        self.times_ms += other.times_ms
        self.failed += other.failed
        self.failures = (self.failures + other.failures)[:3]
        self.bytes_received += other.bytes_received
        self.answered += other.answered


def drive_reads(
    port: int, requests: Sequence[bytes], *, connections: int, warm_up_s: float, seconds: float, expected: bytes = b""
) -> Result:
    """
    Ask for ``requests`` in random order over all connections at once, each asking again as soon as it is answered. An answer without
    the header line ``expected`` counts as failed.
    """
    return _in_processes(_read_for, port, requests, connections // PROCESSES, expected, warm_up_s, seconds)


def drive_shoppers(port: int, shop: Callable[..., None], facts: Any, *, shoppers: int, warm_up_s: float, seconds: float) -> Result:
    """``shop(connection, random, facts)`` over and over by each of ``shoppers``; it raises where something goes wrong."""
    return _in_processes(_shop_for, port, shop, facts, shoppers // PROCESSES, warm_up_s, seconds)


def _in_processes(work: Callable[..., Result], *arguments: Any) -> Result:
    with get_context("spawn").Pool(PROCESSES) as pool:
        starting_at = time.time() + 1.0  # so that all begin together
        parts = [pool.apply_async(work, (starting_at, seed, *arguments)) for seed in range(PROCESSES)]
        whole = Result(seconds=arguments[-1])
        for part in parts:
            whole.add(part.get())
    return whole


class Connection:
    """One kept-alive connection, blocking or driven by a loop; it reads answers with Content-Length or in chunks."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), TIMEOUT_S)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = bytearray()
        self.sent_at = 0.0

    def fileno(self) -> int:
        return self._socket.fileno()

    def send(self, request: bytes) -> None:
        self._received.clear()
        self.sent_at = time.perf_counter()
        self._socket.sendall(request)

    def receive(self) -> bytes | None:
        """The whole answer once it is here. :raises ConnectionError: if the server has hung up"""
        part = self._socket.recv(262_144)
        if not part:
            raise ConnectionError("the server hung up")
        self._received += part
        return bytes(self._received) if _is_whole(self._received) else None

    def call(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> tuple[Any, dict[str, str]]:
        """The answer's JSON and headers. :raises RuntimeError: for any status but 2xx"""
        self.send(request_bytes(method, path, body, headers))
        while (answer := self.receive()) is None:
            pass
        head, _, content = answer.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        if not lines[0].startswith("HTTP/1.1 2"):
            raise RuntimeError(f"{method} {path}: {lines[0]} {content[:300]!r}")
        answered = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines[1:])}
        return json.loads(_without_chunks(content) if "transfer-encoding" in answered else content), answered


def request_bytes(method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> bytes:
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: api.eu.localhost", "Accept: application/json", "Accept-Language: en"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    if method != "GET":
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join([*lines, "", ""]).encode() + content


def _without_chunks(content: bytes) -> bytes:
    """The body of a chunked answer."""
    body = b""
    while content:
        size, _, rest = content.partition(b"\r\n")
        length = int(size, 16)
        body, content = body + rest[:length], rest[length + 2 :] if length else b""
    return body


def _is_whole(received: bytearray) -> bool:
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return False
    head = bytes(received[:end]).lower()
    _, found, rest = head.partition(b"\r\ncontent-length:")
    if found:
        return len(received) >= end + 4 + int(rest.split(b"\r\n", 1)[0])
    return received.endswith(b"0\r\n\r\n") if b"\r\ntransfer-encoding:" in head else True


def _read_for(
    starting_at: float,
    seed: int,
    port: int,
    requests: Sequence[bytes],
    connections: int,
    expected: bytes,
    warm_up_s: float,
    seconds: float,
) -> Result:
    chosen, result = random.Random(seed), Result(seconds)
    time.sleep(max(0.0, starting_at - time.time()))
    counted_from = time.perf_counter() + warm_up_s
    until = counted_from + seconds
    with selectors.DefaultSelector() as selector:
        for _ in range(connections):
            connection = Connection(port)
            selector.register(connection, selectors.EVENT_READ)
            connection.send(chosen.choice(requests))
        while (now := time.perf_counter()) < until:
            for key, _ in selector.select(timeout=1.0):
                connection = key.fileobj
                answer = connection.receive()
                if answer is None:
                    continue
                now = time.perf_counter()
                result.answered += 1
                if counted_from <= now < until:
                    _note(result, answer, (now - connection.sent_at) * 1000, expected)
                connection.send(chosen.choice(requests))
    return result


def _note(result: Result, answer: bytes, took_ms: float, expected: bytes) -> None:
    if answer.startswith(b"HTTP/1.1 2") and expected in answer.partition(b"\r\n\r\n")[0]:
        result.times_ms.append(took_ms)
        result.bytes_received += len(answer)
    else:
        result.failed += 1
        result.failures = [*result.failures, answer[:200].decode(errors="replace")][:3]


def _shop_for(
    starting_at: float, seed: int, port: int, shop: Callable[..., None], facts: Any, shoppers: int, warm_up_s: float, seconds: float
) -> Result:
    result = Result(seconds)
    time.sleep(max(0.0, starting_at - time.time()))
    counted_from = time.perf_counter() + warm_up_s
    until = counted_from + seconds

    def keep_shopping(number: int) -> None:
        chosen, connection = random.Random(number), Connection(port)
        while (started := time.perf_counter()) < until:
            try:
                shop(connection, chosen, facts)
            except (RuntimeError, OSError) as error:
                result.failed += 1
                result.failures = [*result.failures, str(error)][:3]
                connection = Connection(port)
                continue
            done = time.perf_counter()
            if counted_from <= done < until:
                result.times_ms.append((done - started) * 1000)

    threads = [threading.Thread(target=keep_shopping, args=(seed * shoppers + place,)) for place in range(shoppers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return result
