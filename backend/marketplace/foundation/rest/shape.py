"""What a JSON body may hold, whichever endpoint it is for: what serializers judge and answer stays small."""

from __future__ import annotations

from typing import Any

from marketplace.foundation.rest.errors import Malformed
from marketplace.kit import limits
from marketplace.kit.texts import Text

MAX_DEPTH = limits.declare("rest.json_depth", 32, "levels", "Lists and maps inside each other in a body; 400 `malformed`.")
MAX_KEYS = limits.declare("rest.json_keys", 500, "keys", "Keys of a map in a body; 400 `malformed`.")
MAX_KEY = limits.declare("rest.json_key", 255, "characters", "Characters of a key in a body; 400 `malformed`.")
MAX_ITEMS = limits.declare("rest.json_items", 5_000, "items", "Items of a list in a body; 400 `malformed`. Most take fewer: 422.")
MAX_TEXT = limits.declare("rest.json_text", 100_000, "characters", "Characters of a text in a body; 400 `malformed`. Most take fewer: 422.")
MAX_VALUES = limits.declare("rest.json_values", 50_000, "values", "Values of a body in all; 400 `malformed`.")


def check_shape(body: Any) -> None:
    """:raises Malformed: if the body is larger than the limits above in any way"""
    level, values = [body], 1
    for _ in range(MAX_DEPTH + 1):
        deeper: list[Any] = []
        for part in level:
            deeper += _parts_of(part)
        values += len(deeper)
        if values > MAX_VALUES:
            raise Malformed(Text("A body has at most {limit} values.", limit=MAX_VALUES))
        if not deeper:
            return
        level = deeper
    raise Malformed(Text("The body is nested too deeply."))


def _parts_of(part: Any) -> list[Any]:
    if isinstance(part, str):
        if len(part) > MAX_TEXT:
            raise Malformed(Text("A text has at most {limit} characters.", limit=MAX_TEXT))
    elif isinstance(part, list):
        if len(part) > MAX_ITEMS:
            raise Malformed(Text("A list has at most {limit} items.", limit=MAX_ITEMS))
        return part
    elif isinstance(part, dict):
        if len(part) > MAX_KEYS:
            raise Malformed(Text("A map has at most {limit} keys.", limit=MAX_KEYS))
        if any(len(key) > MAX_KEY for key in part):
            raise Malformed(Text("A key has at most {limit} characters.", limit=MAX_KEY))
        return list(part.values())
    return []
