"""
Many WebSockets in one loop: all but one look at one product, and one at another. Prints ``connected_s``; then, for each line that names a
product and how many messages are wanted of it, when each arrived, as JSON.

Run by ``live.py``: port, count, the product of one, the product of all others and of that one.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import resource
import sys
import time
from collections import defaultdict

AT_ONCE = 50
PATIENCE_S = 120.0
received: dict[str, list[float]] = defaultdict(list)


class Client(asyncio.Protocol):
    """Takes frames apart just as far as it has to: what the server sends is small, and not masked."""

    def __init__(self, products: str) -> None:
        self._products = products
        self._waiting = b""
        self._is_open = False
        self.ready = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET /ws/v1/?products={self._products} HTTP/1.1", "Host: api.eu.localhost", "Upgrade: websocket", "Connection: Upgrade"]
        transport.write("\r\n".join([*lines, "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}", "", ""]).encode())

    def data_received(self, data: bytes) -> None:
        at = time.time()
        self._waiting += data
        if not self._is_open:
            head, end, self._waiting = self._waiting.partition(b"\r\n\r\n")
            if not end or b" 101 " not in head:
                self.ready.set_exception(ConnectionError(head.decode()))
                return
            self._is_open = True
        while (text := self._next_frame()) is not None:
            if not self.ready.done() and not text.startswith(b"{"):
                self.ready.set_exception(ConnectionError(f"closed with {int.from_bytes(text[:2], 'big')}"))
            elif b'"type":"ready"' in text:
                self.ready.set_result(None)
            elif b'"type":"product_changed"' in text:
                received[json.loads(text)["data"]["product_id"]].append(at)

    def _next_frame(self) -> bytes | None:
        if len(self._waiting) < 4:
            return None
        length, start = self._waiting[1], 2
        if length == 126:
            length, start = int.from_bytes(self._waiting[2:4], "big"), 4
        if len(self._waiting) < start + length:
            return None
        text, self._waiting = self._waiting[start : start + length], self._waiting[start + length :]
        return text


async def main(port: int, count: int, one: str, everybody: str) -> None:
    began = time.monotonic()
    loop = asyncio.get_running_loop()
    products = [f"{one},{everybody}", *[everybody] * (count - 1)]
    clients: list[Client] = []
    for place in range(0, count, AT_ONCE):
        made = await asyncio.gather(
            *(
                loop.create_connection(lambda watched=watched: Client(watched), "127.0.0.1", port)
                for watched in products[place : place + AT_ONCE]
            )
        )
        clients += [client for _, client in made]
        await asyncio.gather(*(client.ready for _, client in made))
    print(json.dumps({"connected_s": time.monotonic() - began}), flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked = json.loads(line)
        await _wait_for(asked["product_id"], asked["wanted"])
        print(json.dumps({"received": received.pop(asked["product_id"], [])}), flush=True)


async def _wait_for(product_id: str, wanted: int) -> None:
    until = time.monotonic() + PATIENCE_S
    while len(received[product_id]) < wanted and time.monotonic() < until:
        await asyncio.sleep(0.05)


if __name__ == "__main__":
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[4]))
