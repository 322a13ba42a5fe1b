"""Requests to addresses that strangers name: to the public internet only, and without trusting what answers."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

import httpx
import msgspec
from django.conf import settings

from marketplace.apps.webhooks.domain.addresses import is_public
from marketplace.apps.webhooks.types import Outcome

logger = logging.getLogger(__name__)

TIMEOUT = httpx.Timeout(10.0, connect=5.0)
WHOLE_REQUEST_S = 15.0  # for one that answers letter by letter: each letter is in time for ``TIMEOUT``


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A POST to a stranger's address."""

    url: str
    body: bytes
    headers: Mapping[str, str]


def post_all(requests: Sequence[Request], *, within_s: float = WHOLE_REQUEST_S) -> list[Outcome]:
    """
    Send requests at the same time and say what came of each, in their order. Each ends after ``within_s`` seconds at the latest, from the
    question to the name server on. Nothing is raised: the other sides are not ours.

    A name is resolved here and the connection goes to the address that was judged, so that a second answer of the same name server cannot
    lead elsewhere. TLS is verified for the name. A redirect is an answer like any other, and no answer is read beyond its head.
    """
    if not requests:
        return []
    resolvers = ThreadPoolExecutor(max_workers=len(requests))  # so that no slow name server keeps others' names waiting
    try:
        return asyncio.run(_posted(requests, within_s, resolvers))
    finally:
        resolvers.shutdown(wait=False, cancel_futures=True)


async def _posted(requests: Sequence[Request], within_s: float, resolvers: ThreadPoolExecutor) -> list[Outcome]:
    found = await asyncio.gather(*(_ended(request, within_s, resolvers) for request in requests), return_exceptions=True)
    return [_outcome_of(one) for one in found]


def _outcome_of(found: Outcome | BaseException) -> Outcome:
    """What nobody has thought of is one request's failure, and not that of all that were sent with it."""
    if isinstance(found, Outcome):
        return found
    logger.error("webhook not sent", exc_info=found)
    return Outcome(failure="no_connection")


async def _ended(request: Request, within_s: float, resolvers: ThreadPoolExecutor) -> Outcome:
    try:
        async with asyncio.timeout(within_s):
            return await _post(request, resolvers)
    except (TimeoutError, httpx.TimeoutException):
        return Outcome(failure="timeout")
    except httpx.NetworkError:
        return Outcome(failure="no_connection")
    except httpx.TransportError:
        return Outcome(failure="bad_answer")


async def _post(request: Request, resolvers: ThreadPoolExecutor) -> Outcome:
    target = httpx.URL(request.url)
    host, port = target.raw_host.decode(), target.port or (443 if target.scheme == "https" else 80)
    try:
        found = await asyncio.get_running_loop().run_in_executor(resolvers, _addresses_of, host.strip("[]"), port)
    except (OSError, UnicodeError):  # the latter for a name that no name server could know
        return Outcome(failure="unknown_host")
    if not settings.WEBHOOKS_REACH_PRIVATE_ADDRESSES and not all(is_public(address) for address in found):
        return Outcome(failure="private_address")
    address = f"[{found[0]}]" if ":" in found[0] else found[0]
    return await _sent(target.copy_with(host=address), request.body, {**request.headers, "Host": target.netloc.decode()}, host)


def _addresses_of(host: str, port: int) -> list[str]:
    return [str(item[4][0]) for item in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


async def _sent(target: httpx.URL, body: bytes, headers: Mapping[str, str], host: str) -> Outcome:
    async with (
        httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client,
        client.stream("POST", target, content=body, headers=headers, extensions={"sni_hostname": host}) as answer,
    ):
        outcome = Outcome(status=answer.status_code)
        return outcome if outcome.is_success else Outcome(status=answer.status_code, failure="answer")
