"""
A small server that speaks the documented protocol of the Responses API (streamed events, function calls), for tests: what it says is
scripted, and it remembers what it was asked. It answers as badly as a test wants: 429, 503, a stream that is cut, silence.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Says:
    """A text, in deltas."""

    text: str
    is_cut: bool = False  # the connection ends in the middle of it
    is_full: bool = False  # it had no more tokens to end it
    tokens: int = 100


@dataclass(frozen=True)
class Asks:
    """A call of a function."""

    name: str
    arguments: dict[str, Any]
    tokens: int = 100
    says: str = ""  # in the same response, before it calls
    times: int = 1  # in the same response


@dataclass(frozen=True)
class Fails:
    status: int


@dataclass(frozen=True)
class Waits:
    """Says nothing until the test has ended, or its caller has gone."""


Step = Says | Asks | Fails | Waits
Script = Callable[[dict[str, Any]], Step]


@dataclass
class Double:
    url: str = ""
    steps: list[Step | Script] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)

    def will(self, *steps: Step | Script) -> None:
        self.steps += steps

    def take(self, body: dict[str, Any]) -> Step:
        self.asked.append(body)
        step = self.steps.pop(0) if self.steps else Fails(500)
        return step(body) if callable(step) else step

    def outputs(self) -> list[str]:
        """What functions returned, as the last request said."""
        return [item["output"] for item in self.asked[-1]["input"] if item.get("type") == "function_call_output"]


@contextmanager
def running() -> Iterator[Double]:
    double = Double()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None: ...

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            step = double.take(body)
            if isinstance(step, Fails):
                self._answer(step.status, b'{"error": {"message": "as scripted", "type": "test", "code": null, "param": null}}')
            elif isinstance(step, Waits):
                double.ended.wait(60)
                self.close_connection = True
            else:
                self._stream(step)

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _stream(self, step: Says | Asks) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            for number, event in enumerate(_events(step)):
                data = json.dumps({**event, "sequence_number": number})
                self.wfile.write(f"event: {event['type']}\ndata: {data}\n\n".encode())
            self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    double.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield double
    finally:
        double.ended.set()
        server.shutdown()
        server.server_close()


def _events(step: Says | Asks) -> Iterator[dict[str, Any]]:
    yield {"type": "response.created", "response": _response([], "in_progress")}
    if isinstance(step, Asks):
        output = [(yield from _message(Says(step.says)))] if step.says else []
        for _ in range(step.times):
            output.append((yield from _call(step, len(output))))
        yield {"type": "response.completed", "response": _response(output, "completed", step.tokens)}
        return
    item = yield from _message(step)
    if step.is_full:
        yield {
            "type": "response.incomplete",
            "response": {**_response([item], "incomplete"), "incomplete_details": {"reason": "max_output_tokens"}},
        }
    elif not step.is_cut:
        yield {"type": "response.completed", "response": _response([item], "completed", step.tokens)}


def _call(step: Asks, place: int) -> Generator[dict[str, Any], None, dict[str, Any]]:
    arguments, number = json.dumps(step.arguments), f"fc_{place}"
    call = {"id": number, "type": "function_call", "call_id": f"call_{place}", "name": step.name, "status": "completed"}
    yield {"type": "response.output_item.added", "output_index": place, "item": {**call, "arguments": "", "status": "in_progress"}}
    yield {"type": "response.function_call_arguments.delta", "item_id": number, "output_index": place, "delta": arguments}
    yield {
        "type": "response.function_call_arguments.done",
        "item_id": number,
        "output_index": place,
        "name": step.name,
        "arguments": arguments,
    }
    item = {**call, "arguments": arguments}
    yield {"type": "response.output_item.done", "output_index": place, "item": item}
    return item


def _message(step: Says) -> Generator[dict[str, Any], None, dict[str, Any]]:
    message = {"id": "msg_1", "type": "message", "role": "assistant", "status": "in_progress", "content": []}
    place = {"item_id": "msg_1", "output_index": 0, "content_index": 0}
    yield {"type": "response.output_item.added", "output_index": 0, "item": message}
    yield {"type": "response.content_part.added", **place, "part": {"type": "output_text", "text": "", "annotations": []}}
    halfway = len(step.text) // 2
    for start in range(0, len(step.text), 7):
        if step.is_cut and start > halfway:
            return {}
        yield {"type": "response.output_text.delta", **place, "delta": step.text[start : start + 7], "logprobs": []}
    part = {"type": "output_text", "text": step.text, "annotations": []}
    yield {"type": "response.output_text.done", **place, "text": step.text, "logprobs": []}
    yield {"type": "response.content_part.done", **place, "part": part}
    item = {**message, "status": "completed", "content": [part]}
    yield {"type": "response.output_item.done", "output_index": 0, "item": item}
    return item


def _response(output: list[Any], status: str, tokens: int = 0) -> dict[str, Any]:
    return {
        "id": "resp_1",
        "object": "response",
        "created_at": 1,
        "model": "scripted",
        "status": status,
        "output": output,
        "parallel_tool_calls": False,
        "tool_choice": "auto",
        "tools": [],
        "error": None,
        "incomplete_details": None,
        "instructions": None,
        "metadata": {},
        "temperature": 1.0,
        "top_p": 1.0,
        "usage": None
        if status != "completed"
        else {
            "input_tokens": tokens // 2,
            "output_tokens": tokens - tokens // 2,
            "total_tokens": tokens,
            "input_tokens_details": {"cached_tokens": 0},
            "output_tokens_details": {"reasoning_tokens": 0},
        },
    }
