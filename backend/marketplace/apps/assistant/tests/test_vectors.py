"""What becomes a vector, perhaps at another company, and what happens while none can be had."""

from __future__ import annotations

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from marketplace.apps.assistant.domain.intents import Intent
from marketplace.apps.assistant.providers.local import guessing
from marketplace.apps.assistant.queries import pages
from marketplace.apps.assistant.services.tools import Caller, OwnTools
from marketplace.apps.assistant.types import Memory
from marketplace.apps.demo.services.pages import ensure_pages
from marketplace.apps.discovery.types.lists import Place
from marketplace.foundation.search.embeddings.tests.test_models import Provider, provider
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]
__all__ = ["provider"]
PERSONAL = "Where is EU-2026-000123 of noor@customer.example?"


@pytest.mark.usefixtures("provider")
def test_no_address_and_no_orders_number_is_embedded():
    ensure_pages(now=NOW)
    place = Place(country="NL", currency="EUR", language="en")

    guessing.guess(PERSONAL)
    guessing.vectors([PERSONAL])
    OwnTools(caller=Caller(customer_id="", address=""), place=place, memory=Memory(), now=NOW).find_passages(PERSONAL)

    embedded = [text for asked in Provider.seen for text in asked["input"]]
    assert "Where is of ?" in embedded
    assert not [text for text in embedded if "noor" in text.casefold() or "000123" in text]


def test_while_one_thread_learns_words_decide():
    guessing._learned.clear()

    with guessing._lock:
        assert guessing.guess("cancel my order please").intent is Intent.ORDER_CHANGE


@pytest.mark.usefixtures("provider")
def test_examples_that_could_not_be_learned_are_left_for_a_while():
    guessing._learned.clear()
    Provider.fault = "broken"
    guessing.guess("cancel my order please")
    asked = len(Provider.seen)

    assert guessing.guess("cancel my order please").intent is Intent.ORDER_CHANGE

    assert len(Provider.seen) == asked


def test_texts_of_pages_are_read_again_only_when_one_has_changed():
    ensure_pages(now=NOW)
    pages.find_passages("returns", language="en", limit=1)

    with CaptureQueriesContext(connections["eu"]) as captured:
        pages.find_passages("returns", language="en", limit=1)

    assert len(captured) == 1
    assert "texts" not in captured[0]["sql"]
