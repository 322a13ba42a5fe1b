"""Where rates are published: a file that is fetched over HTTP."""

from __future__ import annotations

import httpx

from marketplace.apps.rates.errors import RatesUnavailable

TIMEOUT = httpx.Timeout(20.0, connect=5.0)
ANSWER_MAX_BYTES = 20_000_000


def fetch(url: str) -> bytes:
    """The file. :raises RatesUnavailable: without one"""
    body = b""
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=False) as client, client.stream("GET", url) as response:
            response.raise_for_status()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > ANSWER_MAX_BYTES:
                    raise RatesUnavailable(note="the file of rates is too large")
    except httpx.HTTPError as error:
        raise RatesUnavailable(note=f"{type(error).__name__} where the rates are published") from error
    return body
