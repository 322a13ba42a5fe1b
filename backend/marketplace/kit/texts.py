"""Sentences for people, written in each reader's language: the English template, and the values in it kept apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any


class Text:
    """
    A sentence in English, such as ``Text("At most {limit} characters", limit=100)``. As a string it is the English sentence.

    Values are numbers, ``Money``, dates, names that are the same in every language, lists of such names, or other texts. The template is
    what translations are found by, so it is a literal: the catalogs must hold it (a test says so).
    """

    __slots__ = ("template", "values")

    def __init__(self, template: str, /, **values: Any) -> None:
        self.template = template
        self.values = values

    def render(self, *, translate: Callable[[str], str], write: Callable[[Any], str]) -> str:
        """The sentence by the translated template, its values written as that language does."""
        template = translate(self.template)
        if not self.values:
            return template  # braces in it are its own
        values = {
            name: value.render(translate=translate, write=write) if isinstance(value, Text) else write(value)
            for name, value in self.values.items()
        }
        return template.format(**values)

    def as_data(self) -> dict[str, Any]:
        """Plain values to keep as JSON, for ``of_data``. What JSON has no form for is kept as English writes it."""
        return {"template": self.template, "values": {name: _as_data(value) for name, value in self.values.items()}}

    @classmethod
    def of_data(cls, data: Mapping[str, Any]) -> Text:
        """The text that ``as_data`` was asked of."""
        values = {name: cls.of_data(value) if isinstance(value, dict) else value for name, value in data["values"].items()}
        return cls(data["template"], **values)

    def __str__(self) -> str:
        return self.render(translate=str, write=_plain)

    def __repr__(self) -> str:
        return f"Text({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and (self.template, self.values) == (other.template, other.values)

    def __hash__(self) -> int:
        return hash(self.template)


def _as_data(value: Any) -> Any:
    match value:
        case Text():
            return value.as_data()
        case str() | int():
            return value
        case list() | tuple():
            return [_as_data(item) for item in value]
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return ", ".join(str(item) for item in value)
    return str(value)
