"""Puts the sandbox together."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from payment_sandbox.api import Api
from payment_sandbox.courier import Courier
from payment_sandbox.pages import Pages
from payment_sandbox.settings import Settings
from payment_sandbox.store import Store


def create_app(settings: Settings) -> Starlette:
    """The ASGI application. Its courier runs from the server's start to its end."""

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        work = asyncio.create_task(courier.run())
        yield
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await work
        store.close()

    store = Store(settings.database)
    courier = Courier(store, settings)
    api = Api(store=store, settings=settings, courier=courier)
    pages = Pages(store=store, settings=settings, courier=courier)
    health = Route("/health", _health, methods=["GET"])
    return Starlette(routes=[health, *api.routes(), *pages.routes()], lifespan=lifespan)


async def _health(request: Request) -> Response:
    return PlainTextResponse("ok\n")
