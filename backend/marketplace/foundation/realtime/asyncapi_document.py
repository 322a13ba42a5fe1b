"""The AsyncAPI document of live updates, made from the types that are sent."""

from __future__ import annotations

from typing import Any

import msgspec

from marketplace.foundation.realtime.errors import CloseCode
from marketplace.foundation.realtime.messages import CONTROLS, Body, Control, list_bodies
from marketplace.foundation.realtime.paths import BASE, EVENTS
from marketplace.foundation.realtime.topics import TopicKind, list_kinds
from marketplace.kit import limits

_REF = "#/components/schemas/{name}"
_NUMBER = {"type": "integer", "description": "Grows within a region, and is not consecutive. Keep the latest."}


def document() -> dict[str, Any]:
    """AsyncAPI 3.0. The apps must be loaded."""
    messages = {str(body.type): _message(body) for body in list_bodies()}
    controls = {_type_of(control): _control(control) for control in CONTROLS}
    everything = {**messages, **controls, "watch": _watch()}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "GlobalMarket: live updates",
            "version": "1",
            "description": "What changes while a person looks at it. Tickets, coming back and close codes: docs/concepts/live-updates.md.",
        },
        "defaultContentType": "application/json",
        "servers": {
            "websocket": {"host": "api.globalmarket.eu", "pathname": BASE, "protocol": "wss"},
            "events": {
                "host": "api.globalmarket.eu",
                "pathname": EVENTS,
                "protocol": "https",
                "description": "Server-sent events: the same messages, which have their number as the id. Nothing is received.",
            },
        },
        "channels": {"updates": _channel(everything)},
        "operations": {
            "publish": _operation("send", [*messages, *controls], "What the server sends."),
            "watch": _operation("receive", ["watch"], "What a client may send over a WebSocket."),
        },
        "components": {"messages": everything, "schemas": _schemas()},
        "x-topics": [_topic(kind) for kind in list_kinds()],
        "x-close-codes": {str(int(code)): code.name.lower() for code in CloseCode},
    }


def _channel(messages: dict[str, Any]) -> dict[str, Any]:
    return {
        "address": BASE,
        "description": "One connection, for all topics of its ticket and the products that it watches.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
        "bindings": {"ws": {"method": "GET", "query": _query(), "bindingVersion": "0.1.0"}},
    }


def _query() -> dict[str, Any]:
    public = {kind.parameter: {"type": "string", "description": f"{kind.description} Ids, by commas."} for kind in _public_kinds()}
    own = {
        "ticket": {"type": "string", "description": "From POST live/tickets: opens one connection."},
        "last": {"type": "string", "pattern": "^[0-9]{1,16}$", "description": "The last number that this client has seen."},
    }
    return {"type": "object", "properties": {**own, **public}, "additionalProperties": False}


def _operation(action: str, names: list[str], summary: str) -> dict[str, Any]:
    messages = [{"$ref": f"#/channels/updates/messages/{name}"} for name in names]
    return {"action": action, "channel": {"$ref": "#/channels/updates"}, "summary": summary, "messages": messages}


def _message(body: type[Body]) -> dict[str, Any]:
    properties = {
        "type": {"const": str(body.type)},
        "topic": {"anyOf": [_shown(kind) for kind in body.kinds]},
        "number": _NUMBER,
        "at": {"type": "string", "format": "date-time"},
        "data": {"$ref": _REF.format(name=body.__name__)},
    }
    payload = {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}
    return {"name": str(body.type), "summary": _summary(body), "payload": payload}


def _shown(kind: TopicKind) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^{kind.name}:{kind.prefix}_"} if kind.is_public else {"const": kind.name}


def _control(control: type[Control]) -> dict[str, Any]:
    return {"name": _type_of(control), "summary": _summary(control), "payload": {"$ref": _REF.format(name=control.__name__)}}


def _watch() -> dict[str, Any]:
    most = {limit.name: limit.value for limit in limits.list_declared()}["realtime.watched"]
    ids = {
        kind.parameter: {"type": "array", "maxItems": most, "items": {"type": "string", "pattern": f"^{kind.prefix}_"}}
        for kind in _public_kinds()
    }
    payload = {"type": "object", "properties": {"type": {"const": "watch"}, **ids}, "required": ["type"], "additionalProperties": False}
    return {"name": "watch", "summary": "Watch these instead of those so far; the answer is `ready`.", "payload": payload}


def _schemas() -> dict[str, Any]:
    _, components = msgspec.json.schema_components([*list_bodies(), *CONTROLS], ref_template=_REF)
    return {name: components[name] for name in sorted(components)}


def _topic(kind: TopicKind) -> dict[str, Any]:
    return {"name": kind.name, "description": kind.description, "needs_ticket": not kind.is_public}


def _public_kinds() -> list[TopicKind]:
    return [kind for kind in list_kinds() if kind.is_public]


def _type_of(control: type[Control]) -> str:
    return str(control.__struct_config__.tag)


def _summary(kind: type) -> str:
    return " ".join((kind.__doc__ or "").replace("``", "`").split())
