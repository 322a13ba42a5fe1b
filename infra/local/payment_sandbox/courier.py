"""What happens by itself, as time passes: payments settle, webhooks are delivered and delivered again."""

import asyncio
import contextlib
import logging
import time

import httpx

from payment_sandbox import payments, refunds, webhooks
from payment_sandbox.settings import Settings
from payment_sandbox.store import Store
from payment_sandbox.webhooks import Delivery

logger = logging.getLogger(__name__)

POLL_S = 0.25
BATCH = 32


class Courier:
    """One background task of the server. ``wake`` signals that something was just committed."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._awake = asyncio.Event()
        self._client = httpx.AsyncClient(timeout=settings.delivery_timeout_s, follow_redirects=False, trust_env=False)
        self._under_way: set[asyncio.Task[bool]] = set()

    def wake(self) -> None:
        """Look for work now rather than at the next poll."""
        self._awake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        webhooks.forget_claims(self._store)
        try:
            while True:
                try:
                    self.settle_due()
                    self._send_due()
                except Exception:
                    logger.exception("the courier stumbled and goes on")
                await self._rest()
        finally:
            for task in self._under_way:
                task.cancel()
            await self._client.aclose()

    def settle_due(self) -> None:
        """Settle the payments and refunds whose time has come."""
        now = time.time()
        with self._store.transaction():
            for payment in self._store.list_payments_to_settle(now=now):
                payments.settle(self._store, payment, outcome=None, settings=self._settings, now=now)
            for refund in self._store.list_refunds_to_settle(now=now):
                refunds.settle(self._store, refund, outcome=None, settings=self._settings, now=now)

    async def flush(self) -> dict[str, int]:
        """
        Deliver everything that waits, whatever its time. Returns how many were delivered, and how many failed; what was under way before is
        waited for and not counted.
        """
        delivered = failed = 0
        if under_way := list(self._under_way):
            await asyncio.wait(under_way)
        webhooks.hasten(self._store, now=time.time())
        while batch := webhooks.claim_due(self._store, now=time.time(), limit=BATCH):
            for delivery in batch:
                is_delivered = await self._deliver(delivery)
                delivered += is_delivered
                failed += not is_delivered
        return {"delivered": delivered, "failed": failed}

    async def _rest(self) -> None:
        # Not wait_for: in Python 3.11 it swallows a cancellation that comes as the event is set, and the server never ends.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(POLL_S):
                await self._awake.wait()
        self._awake.clear()

    def _send_due(self) -> None:
        free = BATCH - len(self._under_way)
        if free <= 0:
            return
        for delivery in webhooks.claim_due(self._store, now=time.time(), limit=free):
            task = asyncio.create_task(self._deliver(delivery))
            self._under_way.add(task)
            task.add_done_callback(self._finished)

    def _finished(self, task: "asyncio.Task[bool]") -> None:
        self._under_way.discard(task)
        self.wake()

    async def _deliver(self, delivery: Delivery) -> bool:
        problem = await self._attempt(delivery)
        webhooks.record_attempt(self._store, delivery, problem=problem, now=time.time())
        if problem is not None and delivery.attempts == 0:
            logger.warning("webhook to %s failed: %s; it will be sent again", delivery.url, problem)
        return problem is None

    async def _attempt(self, delivery: Delivery) -> str | None:
        """Send once. Returns what went wrong, or None."""
        url = httpx.URL(delivery.url)
        secret = self._settings.webhook_secret_of(delivery.account)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "PaymentSandbox/1",
            "Sandbox-Signature": webhooks.sign(secret, delivery.body, now=time.time()),
        }
        if url.host.endswith(".localhost"):
            # Browsers take every name under .localhost for this machine; the resolver of the system often does not.
            headers["Host"] = url.netloc.decode()
            url = url.copy_with(host="127.0.0.1")
        try:
            response = await self._client.post(url, content=delivery.body, headers=headers)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return f"{type(error).__name__}: {error}"
        return None if response.is_success else f"answered {response.status_code}"
