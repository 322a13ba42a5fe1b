"""The hosted pages: where a customer is sent to type a card number, and to confirm in the bank's app."""

import asyncio
import secrets
import time
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from babel.numbers import format_currency, get_currency_symbol
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from payment_sandbox import payments
from payment_sandbox.cards import CARDS, Card, Trouble, find_card, passes_checksum
from payment_sandbox.courier import Courier
from payment_sandbox.errors import NotFound, Unavailable, WrongState
from payment_sandbox.money import to_decimal
from payment_sandbox.objects import Amount, Payment
from payment_sandbox.settings import Settings
from payment_sandbox.store import Store

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# A bank's page has no troubles between servers to offer.
_BANK_CHOICES = tuple(card for card in CARDS if card.token in ("tok_ok", "tok_declined", "tok_later", "tok_late_failure"))


class Pages:
    """The pages over one store. A payment's id, which nobody can guess, is the only key to its page."""

    def __init__(self, *, store: Store, settings: Settings, courier: Courier) -> None:
        self._store = store
        self._settings = settings
        self._courier = courier

    def routes(self) -> list[Route]:
        """Path, method and handler of each page."""
        return [
            Route("/pay/{id}", self.show, methods=["GET"]),
            Route("/pay/{id}", self.pay, methods=["POST"]),
            Route("/pay/{id}/challenge", self.show_challenge, methods=["GET"]),
            Route("/pay/{id}/challenge", self.answer_challenge, methods=["POST"]),
        ]

    async def show(self, request: Request) -> Response:
        payment = self._find(request)
        if payment is None:
            return _not_found()
        if payments.awaits_challenge(payment):
            return RedirectResponse(f"/pay/{payment.id}/challenge", status_code=303)
        if payment.status != "requires_action":
            return _page("done.html", payment)
        return self._form(payment)

    async def pay(self, request: Request) -> Response:
        payment = self._find(request)
        if payment is None:
            return _not_found()
        async with request.form(max_files=0) as form:
            number, is_cancel = str(form.get("card_number", "")), "cancel" in form
        card = find_card(number)
        if card is None and not is_cancel:
            return self._form(payment, error=_complaint(number), number=number)
        try:
            payment = self._decide(payment.id, card)
        except Unavailable:
            return self._form(payment, error="The provider is out of order. Try another card.", status=503)
        except WrongState:
            return _page("done.html", payment, status=409)
        if card is not None and card.trouble is Trouble.STALL:
            await asyncio.sleep(self._settings.stall_s)
        if payments.awaits_challenge(payment):
            return RedirectResponse(f"/pay/{payment.id}/challenge", status_code=303)
        return _back(payment)

    async def show_challenge(self, request: Request) -> Response:
        payment = self._find(request)
        if payment is None:
            return _not_found()
        return _page("challenge.html" if payments.awaits_challenge(payment) else "done.html", payment)

    async def answer_challenge(self, request: Request) -> Response:
        payment = self._find(request)
        if payment is None:
            return _not_found()
        async with request.form(max_files=0) as form:
            decision = form.get("decision")
        if decision not in ("approve", "refuse"):
            return _page("challenge.html", payment, status=422)
        try:
            with self._store.transaction():
                payment = self._store.get_payment(payment.id)
                payments.answer_challenge(self._store, payment, is_approved=decision == "approve", settings=self._settings, now=time.time())
        except WrongState:
            return _page("done.html", payment, status=409)
        self._courier.wake()
        return _back(payment)

    def _find(self, request: Request) -> Payment | None:
        try:
            return self._store.get_payment(request.path_params["id"])
        except NotFound:
            return None

    def _decide(self, payment_id: str, card: Card | None) -> Payment:
        with self._store.transaction():
            payment = self._store.get_payment(payment_id)
            if card is None:
                payments.cancel(self._store, payment, settings=self._settings, now=time.time())
            else:
                payments.pay(self._store, payment, card, settings=self._settings, now=time.time())
        self._courier.wake()
        return payment

    def _form(self, payment: Payment, *, error: str | None = None, number: str = "", status: int = 200) -> Response:
        return _page(
            "pay.html" if payment.method == "card" else "bank.html",
            payment,
            status=422 if error and status == 200 else status,
            cards=CARDS if payment.method == "card" else _BANK_CHOICES,
            error=error,
            number=number,
        )


def return_address(payment: Payment) -> str | None:
    """Where the customer goes back to, with the payment's id added to the address that the shop gave."""
    if payment.return_url is None:
        return None
    parts = urlsplit(payment.return_url)
    query = urlencode([*parse_qsl(parts.query, keep_blank_values=True), ("payment", payment.id)])
    return urlunsplit(parts._replace(query=query))


def shown_amount(amount: Amount) -> str:
    """The amount as people read it: EUR 1999 is €19.99, KWD 1999 is KWD 1.999."""
    is_lettered = get_currency_symbol(amount.currency, locale="en").isalpha()
    pattern = "¤\N{NO-BREAK SPACE}#,##0.00" if is_lettered else "¤#,##0.00"
    return format_currency(to_decimal(amount), amount.currency, format=pattern, locale="en")


def _complaint(number: str) -> str:
    if not number.strip():
        return "Type a card number, or choose a test card."
    if not passes_checksum(number):
        return "This is no card number: a digit is missing or wrong."
    return "This is no test card. Never type a real card number here."


def _back(payment: Payment) -> Response:
    address = return_address(payment)
    return RedirectResponse(address, status_code=303) if address else _page("done.html", payment)


def _not_found() -> Response:
    return _page("missing.html", None, status=404)


def _page(name: str, payment: Payment | None, *, status: int = 200, **values: Any) -> Response:
    nonce = secrets.token_urlsafe(12)
    if payment is not None:
        values.update(payment=payment, amount=shown_amount(payment.amount), return_address=return_address(payment))
    html = _TEMPLATES.get_template(name).render(nonce=nonce, **values)
    return HTMLResponse(html, status_code=status, headers=_security_headers(payment, nonce=nonce))


def _security_headers(payment: Payment | None, *, nonce: str) -> dict[str, str]:
    # Browsers hold the redirect that follows a form to form-action too, so the shop's own origin has to be in it.
    targets = "'self'"
    if payment is not None and payment.return_url:
        parts = urlsplit(payment.return_url)
        targets += f" {parts.scheme}://{parts.netloc}"
    return {
        "Content-Security-Policy": f"default-src 'none'; style-src 'nonce-{nonce}'; img-src data:;"
        f" form-action {targets}; base-uri 'none'; frame-ancestors 'none'",
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
