"""What the OpenAPI document lacks as drf-spectacular makes it, and the document itself, made once in a process for each language."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from django.utils import translation

from marketplace.foundation.rest.json import encode

_FIRST_SENTENCE = re.compile(r".{1,118}?[.:;](?=\s|$)|.{1,118}$")
_making = Lock()


class Document(NamedTuple):
    body: bytes
    etag: str


def document(language: str) -> Document:
    """The OpenAPI document; of many that ask for the first time, one makes it."""
    with _making:
        return _make(language)


@cache
def _make(language: str) -> Document:
    from drf_spectacular.generators import SchemaGenerator  # it asks for the addresses of all views, which ask for this module

    with translation.override(language):
        body = encode(SchemaGenerator().get_schema(request=None, public=True))
    return Document(body, f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"')


def postprocess_summaries(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: each operation has one line that says what it does, from its description or else from its name."""
    for path, operations in result["paths"].items():
        for operation in operations.values():
            first = _FIRST_SENTENCE.match(operation.get("description", ""))
            operation.setdefault("summary", first[0].rstrip(".:;") if first else _named(operation["operationId"], path))
    return result


def postprocess_defaults(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """drf-spectacular's hook: an empty text as a default means that nothing was given, which the document says by ``required`` alone."""
    _drop_empty_defaults(result)
    return result


def _drop_empty_defaults(part: Any) -> None:
    if isinstance(part, dict):
        if part.get("default") == "":
            del part["default"]
        for value in part.values():
            _drop_empty_defaults(value)
    elif isinstance(part, list):
        for value in part:
            _drop_empty_defaults(value)


def _named(operation_id: str, path: str) -> str:
    """``carts_lines_edit`` of ``/api/v1/store/carts/{cart_id}/lines/{line_id}`` as "Edit cart line": the verb, then the path."""
    verb = operation_id.rpartition("_")[2]
    _, *parts = path.removeprefix("/api/v1/").split("/")
    words = []
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        name, _, kind = part.partition(".")
        if "{" in part or name == verb:
            continue
        is_one = "{" in following or (verb == "create" and not following)
        words.append((_singular(name) if is_one else name).replace("-", " ") + (f" as {kind.upper()}" if kind else ""))
    sentence = " ".join(["get" if "." in path else verb, *words])
    return sentence[:1].upper() + sentence[1:]


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        return noun.removesuffix("ies") + "y"
    return noun.removesuffix("es") if noun.endswith("sses") else noun.removesuffix("s")
