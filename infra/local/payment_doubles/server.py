"""
What the stand-ins have in common: an HTTP server of threads, accounts by key, idempotency keys, webhooks, and faults on request.

A stand-in has its routes below its own name, ``/mollie/v2/payments``, so that one server has room for all of them.
"""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Request:
    """A request as a handler sees it. ``host`` is the address that the caller used."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    host: str

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Answer:
    """``location`` makes it a redirect."""

    status: int
    body: bytes
    content_type: str = "application/json"
    location: str = ""


def as_json(status: int, content: Any, content_type: str = "application/json") -> Answer:
    return Answer(status, json.dumps(content).encode(), content_type)


@dataclass(frozen=True, slots=True)
class Notice:
    """A webhook that is due: where it goes, what it says and with which headers."""

    url: str
    body: bytes
    headers: Mapping[str, str]
    method: str = "POST"


@dataclass(slots=True)
class Account:
    """What one key opens. All of it is plain data, so that it can be written to a file."""

    name: str
    webhook_secret: str = ""
    publishable_key: str = ""  # what a page shows
    webhook_url: str = ""  # where a gateway sends events that no request has named an address for
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    records: dict[str, dict[str, Any]] = field(default_factory=dict)  # what is no payment, such as customers and their cards
    answers: dict[str, list[Any]] = field(default_factory=dict)  # by idempotency key: the request, the status and the body
    created: int = 0
    settings: dict[str, str] = field(default_factory=dict)  # what else the marketplace was given for it, such as a second secret


@dataclass(slots=True)
class Faults:
    """
    What goes wrong from now on. With ``loses_answers`` all is done as asked, and the connection closes without an answer; with
    ``is_down`` nothing is done, and the answer is 503; ``refuses_keys`` is an account that was closed.
    """

    loses_answers: bool = False
    loses_answers_to: str = ""  # the same for requests that this pattern describes, such as "POST /refund"
    is_down: bool = False
    refuses_keys: bool = False
    forbids: str = ""  # for requests that this pattern describes the key lacks a right: 403
    hides: str = ""  # what this pattern describes is not found: 404
    refunds: str = ""  # refunds end in this state; empty: as usual
    balance: int = 10**12  # what there is to transfer from, in minor units


Handler = Callable[[Account, Request, dict[str, str]], Answer]


class Double:
    """Base of a stand-in. Its handlers run one at a time."""

    name: str
    key_header: ClassVar[str] = "Idempotency-Key"

    def __init__(
        self,
        accounts: Mapping[str, Account],
        *,
        deliver: Callable[[Notice], None] = lambda notice: None,
        keep: Callable[[Mapping[str, Account]], None] = lambda accounts: None,
    ) -> None:
        self.accounts = dict(accounts)
        self.faults = Faults()
        self.calls: list[str] = []  # what was asked for, such as "POST /v2/payments", in order
        self._deliver, self._keep = deliver, keep
        self._lock = threading.RLock()
        self._routes = [(method, re.compile(pattern), handler) for method, pattern, handler in self.routes()]
        self._pages = [(method, re.compile(pattern), handler) for method, pattern, handler in self.pages()]

    def routes(self) -> list[tuple[str, str, Handler]]:
        """Of the API: method, pattern of the path, handler."""
        raise NotImplementedError

    def pages(self) -> list[tuple[str, str, Handler]]:
        """Of what a customer's browser asks for; the account is the one that the object in the path belongs to, if one is named there."""
        return []

    def key_of(self, request: Request) -> str:
        """The key that a request shows."""
        return request.headers.get("Authorization", "").removeprefix("Bearer ")

    def is_apart(self, request: Request) -> bool:
        """Whether another server of the gateway's answers it, such as the one of access tokens: its answers are not lost."""
        return False

    def refusal(self, status: int, title: str, detail: str, *, about: str = "") -> Answer:
        """An error in the gateway's own form."""
        raise NotImplementedError

    def handle(self, request: Request) -> Answer | None:
        """The answer; none: the connection closes without one."""
        with self._lock:
            page = self._page(request)
            answer = page or self._api(request)
            if request.method != "GET":
                self._keep(self.accounts)
            is_lost = (self.faults.loses_answers and page is None and not self.is_apart(request)) or self._is_lost(request)
            return None if is_lost else answer

    def _is_lost(self, request: Request) -> bool:
        return _describes(self.faults.loses_answers_to, request)

    def _page(self, request: Request) -> Answer | None:
        for method, pattern, handler in self._pages:
            if (found := pattern.fullmatch(request.path)) and method == request.method:
                account = self.account_of(found["id"]) if "id" in found.groupdict() else next(iter(self.accounts.values()))
                return handler(account, request, found.groupdict()) if account else Answer(404, b"not found", "text/plain")
        return None

    def _api(self, request: Request) -> Answer:
        self.calls.append(f"{request.method} {request.path}")
        if self.faults.is_down:
            return self.refusal(503, "Service Unavailable", "The platform is out of order")
        account = None if self.faults.refuses_keys else self.accounts.get(self.key_of(request))
        if account is None:
            return self.refusal(401, "Unauthorized Request", "Missing authentication, or failed to authenticate")
        if _describes(self.faults.forbids, request):
            return self.refusal(403, "Forbidden", "The provided key does not have the required permissions for this endpoint")
        if _describes(self.faults.hides, request):
            return self.refusal(404, "Not Found", "There is no such thing")
        return self._answer(account, request)

    def account_of(self, reference: str) -> Account | None:
        """The account that has an object of that name."""
        return next((account for account in self.accounts.values() if reference in account.objects), None)

    def notify(self, notice: Notice) -> None:
        self._deliver(notice)

    def _answer(self, account: Account, request: Request) -> Answer:
        for method, pattern, handler in self._routes:
            if (found := pattern.fullmatch(request.path)) and method == request.method:
                key = request.headers.get(self.key_header, "")
                if not key or request.method == "GET":
                    return handler(account, request, found.groupdict())
                return self._answer_once(account, key, request, partial(handler, account, request, found.groupdict()))
        return self.refusal(404, "Not Found", f"There is no {request.method} {request.path}")

    def _answer_once(self, account: Account, key: str, request: Request, handle: Callable[[], Answer]) -> Answer:
        """The first answer again for the same request with the same key; another request with it is refused."""
        asked = f"{request.method} {request.path} {request.body.decode('utf-8', 'replace')}"
        if key in account.answers:
            before, status, body, kind = account.answers[key]
            return Answer(status, body.encode(), kind) if before == asked else self.key_reused()
        answer = handle()
        if answer.status < 400 or answer.status == 402:  # a declined card is an answer
            account.answers[key] = [asked, answer.status, answer.body.decode(), answer.content_type]
        return answer

    def key_reused(self) -> Answer:
        return self.refusal(422, "Unprocessable Entity", "The idempotency key was used for another request")


class Server:
    """Serves stand-ins on a port, in a thread of its own."""

    def __init__(self, doubles: Mapping[str, Double], *, host: str = "127.0.0.1", port: int = 0) -> None:
        self._server = _HttpServer((host, port), doubles)
        self.port = int(self._server.server_address[1])
        self.url = f"http://{host}:{self.port}"

    def start(self) -> None:
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        """Serve until closed."""
        self._server.serve_forever(0.05)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class _HttpServer(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], doubles: Mapping[str, Double]) -> None:
        super().__init__(address, _RequestHandler)
        self.doubles = doubles


class _RequestHandler(BaseHTTPRequestHandler):
    server: _HttpServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        _, name, *rest = parts.path.split("/", 2)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        double = self.server.doubles.get(name)
        if double is None:
            self._send(Answer(200, b"ok\n", "text/plain") if name == "health" else Answer(404, b"not found\n", "text/plain"))
            return
        host = self.headers.get("Host", "")
        request = Request(self.command, "/" + "/".join(rest), dict(parse_qsl(parts.query)), self.headers, body, host)  # type: ignore[arg-type]
        self._send(double.handle(request))

    do_GET = do_POST = do_PATCH = do_DELETE = _serve  # noqa: N815

    def do_OPTIONS(self) -> None:
        """What a browser asks before a script's call to another site: anything may be sent."""
        self.send_response(204)
        for name in ("Origin", "Methods", "Headers"):
            self.send_header(f"Access-Control-Allow-{name}", "*")
        self.end_headers()

    def _send(self, answer: Answer | None) -> None:
        if answer is None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Access-Control-Allow-Origin", "*")  # a gateway's script calls from any shop's page
        if answer.location:
            self.send_header("Location", answer.location)
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        pass


def _describes(pattern: str, request: Request) -> bool:
    """Whether a fault is meant for this request."""
    return bool(pattern and re.fullmatch(pattern, f"{request.method} {request.path}"))
