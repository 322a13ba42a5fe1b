"""
VIES as its REST API answers (POST check-vat-number, as its published OpenAPI document has it): an answer about a number, or
``errorWrappers``. What it does not know is not valid.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import msgspec

from marketplace.foundation import tenancy

# The region says who runs it: an operator in NL with a VAT number.
OPERATOR = {
    "operator_name": "GlobalMarket B.V.",
    "operator_street": "Damrak 1",
    "operator_postcode": "1012 LG",
    "operator_city": "Amsterdam",
    "operator_country": "NL",
    "operator_vat_number": "NL123456782B90",
}
BELGIAN = "BE0000000196"  # passes the checks; belongs to nobody


class Vies:
    """
    ``valid`` are numbers with their letters; ``faults`` are codes by member state; ``body`` is said in place of an answer.

    ``on_first_question`` happens while the first one waits for its answer.
    """

    def __init__(self) -> None:
        self.valid: set[str] = set()
        self.faults: dict[str, str] = {}
        self.body: bytes | None = None
        self.questions: list[dict[str, str]] = []
        self.on_first_question: Callable[[], None] | None = None
        vies = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = msgspec.json.decode(self.rfile.read(int(self.headers["Content-Length"])))
                status, answer = vies.answer(question) if self.path == "/check-vat-number" else (404, b"{}")
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, question: dict[str, str]) -> tuple[int, bytes]:
        self.questions.append(question)
        if len(self.questions) == 1 and self.on_first_question is not None:
            self.on_first_question()
        if self.body is not None:
            return 200, self.body
        state = question["countryCode"]
        if state in self.faults:
            return 500, msgspec.json.encode({"actionSucceed": False, "errorWrappers": [{"error": self.faults[state]}]})
        is_valid = state + question["vatNumber"] in self.valid
        said = {
            "countryCode": state,
            "vatNumber": question["vatNumber"],
            "requestDate": "2026-11-02T12:00:00.000Z",
            "valid": is_valid,
            "requestIdentifier": f"WAPIAAAA{len(self.questions):04}",
            "name": "Zilver NV" if is_valid else "---",
            "address": "Meir 1\n2000 Antwerpen" if is_valid else "---",
        }
        return 200, msgspec.json.encode(said)


def with_operator(tenant: Any, **settings: Any) -> Any:
    """A scope of the region with an operator who is registered for VAT."""
    return tenancy.scope(msgspec.structs.replace(tenant, settings={**tenant.settings, **OPERATOR, **settings}))
