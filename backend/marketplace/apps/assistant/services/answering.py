"""Answering a question: by a language model where the region has one and may use it, else by templates; once, also for a repeat."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from datetime import datetime

import msgspec

from marketplace.apps.assistant.domain import slots
from marketplace.apps.assistant.errors import NothingToAnswer
from marketplace.apps.assistant.models import Conversation, ConversationMessage
from marketplace.apps.assistant.providers.base import ModelUnavailable, Question, Said
from marketplace.apps.assistant.providers.local import LocalProvider
from marketplace.apps.assistant.providers.remote import RemoteProvider
from marketplace.apps.assistant.queries.conversations import message_view, messages_of
from marketplace.apps.assistant.services import kept, usage
from marketplace.apps.assistant.services.conversing import add_answer, check_switched_on
from marketplace.apps.assistant.services.tools import Caller, OwnTools
from marketplace.apps.assistant.types import Answer, AnswerPart, AnswerPartKind, Author, Memory
from marketplace.apps.discovery.types.lists import Place
from marketplace.foundation import metrics, tenancy
from marketplace.foundation.cache.valkey import CacheUnavailable

REMEMBERED = 10  # earlier messages that an answer may go by
PAUSE_S = 30.0  # after a failure of the model, so that visitors do not each wait for the next one
SLOTS = threading.BoundedSemaphore(2)  # of a process's eight threads, so many may wait for a model

# Of a turn that ended without an answer while the service is well.
_OWN_FAULTS = frozenset({"unbacked", "uncited", "too many calls", "empty or too long", "too long", "a tool failed"})

log = logging.getLogger(__name__)
_paused_until: dict[str, float] = {}  # by region, on the monotonic clock


def answer(conversation: Conversation, *, number: int, caller: Caller, place: Place, now: datetime) -> Generator[AnswerPart]:
    """
    The answer to message ``number``, in parts as it comes; one that is there already comes at once. All of it is in the scope of the
    tenant in scope now, whenever it is read.

    :raises AssistantOff: :raises NothingToAnswer: before the first part
    """
    check_switched_on()
    messages = messages_of(conversation)
    asked = next((each for each in messages if each.number == number and each.author == Author.VISITOR), None)
    if asked is None:
        raise NothingToAnswer
    stored = next((each for each in messages if each.answers == number), None)
    if stored is not None:
        return _repeated(stored)
    caller.emails = [email for each in messages if each.author == Author.VISITOR and (email := slots.email(each.text))]
    return _in_scope(_parts(conversation, asked, messages, caller=caller, place=place, now=now))


def forget() -> None:
    """As a process that has just started."""
    _paused_until.clear()


def _repeated(stored: ConversationMessage) -> Generator[AnswerPart]:
    yield AnswerPart(kind=AnswerPartKind.TEXT, text=stored.text)
    yield AnswerPart(kind=AnswerPartKind.MESSAGE, message=message_view(stored))


def _in_scope(parts: Generator[AnswerPart]) -> Generator[AnswerPart]:
    tenant = tenancy.current()

    def each() -> Generator[AnswerPart]:
        try:
            while True:
                with tenancy.scope(tenant):  # a web server reads the parts when the request's own scope has been left
                    part = next(parts, None)
                if part is None:
                    return
                yield part
        finally:
            with tenancy.scope(tenant):
                parts.close()  # at once, so that what a visitor has used who goes away is counted

    return each()


def _parts(
    conversation: Conversation,
    asked: ConversationMessage,
    messages: list[ConversationMessage],
    *,
    caller: Caller,
    place: Place,
    now: datetime,
) -> Generator[AnswerPart]:
    earlier = [each for each in messages if each.number < asked.number][-REMEMBERED:]

    def turn() -> tuple[Question, OwnTools]:
        memory = msgspec.convert(conversation.memory, Memory)
        question = Question(
            text=asked.text,
            language=conversation.language,
            history=[Said(Author(each.author), each.text) for each in earlier],
            memory=memory,
            now=now,
        )
        return question, OwnTools(caller=caller, place=place, memory=memory, now=now)

    question, tools = turn()
    found: Answer | None = None
    try:
        with closing(_by_model(question, tools, place=place, now=now)) as parts:
            for part in parts:
                found = part if isinstance(part, Answer) else found
                yield from _shown(part)
    except ModelUnavailable as error:
        log.warning("templates answer instead of the model: %s", error)
        question, tools = turn()
        yield AnswerPart(kind=AnswerPartKind.TAKEN_BACK)
    if found is None:
        for part in LocalProvider().answer(question, tools):
            found = part if isinstance(part, Answer) else found
            yield from _shown(part)
    assert found is not None
    stored = add_answer(conversation.id, answers=asked.number, answer=found, memory=question.memory, now=now)
    yield AnswerPart(kind=AnswerPartKind.MESSAGE, message=message_view(stored))


def _shown(part: str | Answer) -> Iterator[AnswerPart]:
    if isinstance(part, str):
        yield AnswerPart(kind=AnswerPartKind.TEXT, text=part)


def _by_model(question: Question, tools: OwnTools, *, place: Place, now: datetime) -> Generator[str | Answer]:
    """Nothing where the region has no model, or may not ask it now. :raises ModelUnavailable: if it fails on the way"""
    account = usage.find_account(tools.caller, now=now)
    region = tenancy.current().slug
    if account is None or time.monotonic() < _paused_until.get(region, 0.0):
        return
    if known := kept.find(question, place):
        yield known.text
        yield known
        return
    if not SLOTS.acquire(blocking=False):
        return
    try:
        yield from _counted(RemoteProvider(account), question, tools, place=place, now=now)
    finally:
        SLOTS.release()


def _counted(provider: RemoteProvider, question: Question, tools: OwnTools, *, place: Place, now: datetime) -> Generator[str | Answer]:
    started, outcome = time.monotonic(), "broken"
    try:
        with closing(provider.answer(question, tools)) as parts:
            for part in parts:
                if isinstance(part, Answer):
                    outcome = "answered"
                    kept.keep(question, place, part, is_personal=provider.is_personal)
                yield part
    except GeneratorExit:
        outcome = "left" if outcome == "broken" else outcome  # the visitor has gone away
        raise
    except ModelUnavailable as error:
        outcome = "late" if error.why == "late" else "broken"
        if error.why not in _OWN_FAULTS:
            _paused_until[tenancy.current().slug] = time.monotonic() + PAUSE_S
        raise
    finally:
        metrics.MODEL_CALLS.labels(metrics.tenant_in_scope(), "assistant", outcome).observe(time.monotonic() - started)
        with suppress(CacheUnavailable):  # then nobody is asked any more until it can be counted
            usage.add(provider.tokens, caller=tools.caller, now=now)
