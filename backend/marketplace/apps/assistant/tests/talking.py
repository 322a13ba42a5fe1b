"""A visitor of the shop who talks with its assistant, over HTTP."""

from __future__ import annotations

import json
from typing import Any

from marketplace.apps.staff.tests.factories import staff_token


class Visitor:
    """A guest, or a customer by ``token``."""

    def __init__(self, api: Any, *, token: str | None = None, language: str = "en", tenant: str = "eu") -> None:
        self._api, self._more = api, {"token": token, "tenant": tenant}
        opened = api.post("store/conversations", lang=language, **self._more)
        assert opened.status_code == 201, opened.content
        self.id: str = opened.json()["conversation"]["id"]
        self.secret: str = opened.json()["token"]

    @property
    def path(self) -> str:
        return f"store/conversations/{self.id}"

    @property
    def headers(self) -> dict[str, str]:
        return {"Conversation-Token": self.secret}

    def say(self, text: str, **more: Any) -> Any:
        return self._api.post(f"{self.path}/messages", {"text": text}, headers=self.headers, **self._more, **more)

    def ask_for_answer(self, number: int, *, accept: str = "application/json") -> Any:
        return self._api.post(f"{self.path}/messages/{number}/answer", headers={**self.headers, "Accept": accept}, **self._more)

    def ask(self, text: str) -> dict[str, Any]:
        """The answer's message."""
        said = self.say(text)
        assert said.status_code == 201, said.content
        answer = self.ask_for_answer(said.json()["number"])
        assert answer.status_code == 200, answer.content
        message: dict[str, Any] = answer.json()
        return message

    def stream(self, text: str) -> list[tuple[str, Any]]:
        """The answer's events: names and data."""
        answer = self.ask_for_answer(self.say(text).json()["number"], accept="text/event-stream")
        assert answer.status_code == 200, answer.content
        assert answer["Content-Type"].startswith("text/event-stream")
        return events_of(b"".join(answer.streaming_content))

    def transcript(self) -> Any:
        return self._api.get(self.path, headers=self.headers, **self._more)

    def hand_over(self, **body: str) -> Any:
        return self._api.post(f"{self.path}/hand-over", body, headers=self.headers, **self._more)


def events_of(body: bytes) -> list[tuple[str, Any]]:
    found = []
    for block in body.decode().strip().split("\n\n"):
        name, data = block.split("\n", 1)
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def cited(message: dict[str, Any]) -> list[tuple[str, str]]:
    return [(source["kind"], source["ref"]) for source in message["answer"]["sources"]]


def set_region(api: Any, **changes: Any) -> None:
    """What an administrator sets of the region ``eu``."""
    token = staff_token()
    etag = api.get("admin/region", token=token).json()["etag"]
    changed = api.patch("admin/region", {**changes, "reason": "Test"}, token=token, etag=etag)
    assert changed.status_code == 200, changed.content
