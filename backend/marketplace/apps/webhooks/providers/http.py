"""Requests to addresses that strangers name: to the public internet only, and without trusting what answers."""

from __future__ import annotations

import socket
from collections.abc import Mapping

import httpx
from django.conf import settings

from marketplace.apps.webhooks.domain.addresses import is_public
from marketplace.apps.webhooks.types import Outcome

TIMEOUT = httpx.Timeout(10.0, connect=5.0)


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Outcome:
    """
    Send one request and say what came of it. Nothing is raised: the other side is not ours.

    The name is resolved here and the connection goes to the address that was judged, so that a second answer of the same name server cannot
    lead elsewhere. TLS is verified for the name. A redirect is an answer like any other, and no answer is read beyond its head.
    """
    target = httpx.URL(url)
    host, port = target.raw_host.decode(), target.port or (443 if target.scheme == "https" else 80)
    try:
        found = [str(item[4][0]) for item in socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)]
    except OSError:
        return Outcome(failure="unknown_host")
    if not settings.WEBHOOKS_REACH_PRIVATE_ADDRESSES and not all(is_public(address) for address in found):
        return Outcome(failure="private_address")
    address = f"[{found[0]}]" if ":" in found[0] else found[0]
    return _sent(target.copy_with(host=address), body, {**headers, "Host": target.netloc.decode()}, host)


def _sent(target: httpx.URL, body: bytes, headers: Mapping[str, str], host: str) -> Outcome:
    try:
        with (
            httpx.Client(timeout=TIMEOUT, trust_env=False) as client,
            client.stream("POST", target, content=body, headers=headers, extensions={"sni_hostname": host}) as answer,
        ):
            outcome = Outcome(status=answer.status_code)
            return outcome if outcome.is_success else Outcome(status=answer.status_code, failure="answer")
    except httpx.TimeoutException:
        return Outcome(failure="timeout")
    except httpx.NetworkError:
        return Outcome(failure="no_connection")
    except httpx.TransportError:
        return Outcome(failure="bad_answer")
