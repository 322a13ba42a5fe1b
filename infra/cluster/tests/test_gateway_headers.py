"""What the gateway does with a request's headers, run by the LuaJIT that Kong has; Kong's functions stand in by their documentation."""

from __future__ import annotations

from typing import Any

import pytest
from lupa import luajit21

from gateway import kong

(CODE,) = [
    plugin["config"]["rewrite"][0] for plugin in kong.kong_config(["a.eu", "api.a.eu"], "a")["plugins"] if plugin["name"] == "pre-function"
]
HONEST = {"host": "api.a.eu", "authorization": "Bearer x", "idempotency-key": "k", "x-request-id": "12345678"}
FORGED = {
    "x-forwarded-for": "203.0.113.7",
    "x-forwarded-proto": "https",
    "x-forwarded-host": "evil.example",
    "x-real-ip": "203.0.113.7",
    "forwarded": "for=203.0.113.7",
    "cf-connecting-ip": "203.0.113.7",
    "gateway-secret": "guessed",
    "x_forwarded_for": "203.0.113.7",
    "gateway_secret": "guessed",
}


def after(headers: dict[str, str], secret: str | None) -> dict[str, str]:
    """The headers that the processes behind get."""
    left = dict(headers)
    lua = luajit21.LuaRuntime(unpack_returned_tuples=True)

    def table(**items: Any) -> Any:
        return lua.table_from(items)

    lua.globals().kong = table(
        request=table(get_headers=lambda _most: lua.table_from(left)),
        service=table(request=table(clear_header=lambda name: left.pop(name, None), set_header=left.__setitem__)),
        vault=table(get=lambda reference: secret if reference == "{vault://env/gateway-secret}" else None),
    )
    lua.execute(CODE)
    return left


def test_what_a_caller_claims_goes_and_the_secret_is_added():
    assert after({**HONEST, **FORGED}, "right") == {**HONEST, "Gateway-Secret": "right"}


@pytest.mark.parametrize("secret", ["new,old", "new, old", " new ,old"])
def test_of_several_secrets_the_first_is_sent(secret):
    assert after(HONEST, secret)["Gateway-Secret"] == "new"


def test_without_a_secret_none_is_sent_and_the_api_refuses():
    assert after({**HONEST, **FORGED}, None) == HONEST
