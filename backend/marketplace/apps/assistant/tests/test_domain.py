"""The parts that need no store: what a message names, what a text may say, how pages are cut."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from marketplace.apps.assistant.domain import slots
from marketplace.apps.assistant.domain.checking import unbacked
from marketplace.apps.assistant.domain.intents import Intent, examples, guess_by_words
from marketplace.apps.assistant.domain.passages import passages_of, without_addresses
from marketplace.apps.assistant.domain.topics import asked, nearest, topics

EVALUATION = Path(__file__).resolve().parents[5] / "tests" / "evaluation"
JUDGED = sorted(EVALUATION.glob("assistant_*.yaml"))


class TestSlots:
    def test_an_orders_number_is_found_in_any_case(self):
        assert slots.order_number("where is eu-2026-000123?") == "EU-2026-000123"
        assert slots.order_number("my number is 2026") == ""

    def test_addresses_are_found_and_hidden(self):
        assert slots.email("I am Noor@Example.com.") == "noor@example.com"
        assert slots.impersonal("Where is EU-2026-000123? I am Noor@Example.com") == "Where is ? I am"
        assert slots.masked("I am Noor@Example.com.") == f"I am {slots.MASK}."

    @pytest.mark.parametrize(
        ("language", "question", "subject"),
        [
            ("en", "How much is the Kobe kettle?", "kobe kettle"),
            ("nl", "Wat kost de ketel Kobe?", "ketel kobe"),
            ("de", "Was kostet der Kessel Kobe?", "kessel kobe"),
            ("fr", "Combien coûte la bouilloire Kobe ?", "bouilloire kobe"),
            ("en", "How much does it cost?", ""),
            ("nl", "Mag de drinkfles Quelle in de vaatwasser?", "drinkfles quelle vaatwasser"),  # a little word in French alone
        ],
    )
    def test_the_subject_is_what_is_left_of_a_question(self, language, question, subject):
        assert slots.subject(question, language) == subject

    def test_two_things_are_compared(self):
        assert slots.compared("Compare the Kobe kettle and the Oma teapot", "en") == ["kobe kettle", "oma teapot"]

    def test_a_title_is_named_that_shares_the_most_words(self):
        titles = ["Kobe kettle", "Sumi kettle", "Oma teapot", "Oma teapot"]

        assert slots.named(titles, "sumi kettle") == (1, frozenset({"sumi", "kettle"}))
        assert slots.named(titles, "kettle") is None
        assert slots.named(titles, "oma") == (2, frozenset({"oma"}))
        assert slots.named(["غلاية كوبي", "غلاية سومي"], "الغلاية كوبي") == (0, frozenset({"غلايه", "كوبي"}))

    def test_a_word_of_several_titles_is_no_name(self):
        assert slots.is_name("kobe", ["Kobe kettle", "Sumi kettle"])
        assert not slots.is_name("kettle", ["Kobe kettle", "Sumi kettle"])

    @pytest.mark.parametrize("about", ["Where is my parcel?", "annuleer mijn bestelling", "Wo bleibt das Paket", "ma commande", "أين طردي"])
    def test_what_is_asked_of_an_order_says_so(self, about):
        assert slots.is_of_order(about)
        assert not slots.is_of_order("When would I have the Kobe kettle?")

    def test_words_are_alike_that_begin_so(self):
        assert slots.is_alike("Nichoir Meise en chêne", "nichoirs")
        assert not slots.is_alike("Kobe kettle", "teapots")


class TestChecking:
    SOURCES = ('{"price": "€54.90 (EUR)", "before": "€1,299.00", "weight_g": 850, "days": "1-3", "says": "holds 18/10 steel, 94 °C"}',)

    @pytest.mark.parametrize(
        "right",
        [
            "It costs €54.90.",
            "Es kostet 54,90 €.",
            "Before it was 1.299,00 €.",
            "It weighs 850 g and takes 1–3 days.",
            "The thermometer shows 94 °C.",
            "Yes.",
            "يكلف ٥٤٫٩٠ يورو",
        ],
    )
    def test_what_a_tool_has_found_may_be_said(self, right):
        assert unbacked(right, self.SOURCES, claims=frozenset()) == []

    @pytest.mark.parametrize(
        "wrong",
        [
            "It costs €54.",
            "It costs 5,490 euro.",
            "It costs £54.90.",
            "It costs 94 euro.",
            "It takes two days.",
            "It weighs 851 g.",
            "It is in stock.",
            "It is sold out.",
            "يكلف ٥ يورو",
            "Er ist vorrätig.",
            "See www.example.com.",
        ],
    )
    def test_all_else_may_not(self, wrong):
        assert unbacked(wrong, self.SOURCES, claims=frozenset())

    @pytest.mark.parametrize("right", ["It holds 6 cups.", "It is made of 18/10 steel."])
    def test_a_vendor_backs_what_a_thing_is_like(self, right):
        assert unbacked(right, self.SOURCES, ["Holds 6 cups. Costs 6 euro, 90 % off. Sent on 24 December 2026."]) == []

    @pytest.mark.parametrize(
        "wrong",
        ["It costs 6.", "It is 6 euro.", "You save 90 %.", "It comes on 24 December.", "It takes 6 days.", "Order EU-2026-6000 is there."],
    )
    def test_and_nothing_that_is_relied_on(self, wrong):
        assert unbacked(wrong, self.SOURCES, ["Holds 6 cups. Costs 6 euro, 90 % off. Sent on 24 December 2026, EU-2026-6000."])

    def test_numbers_of_a_name_are_said_with_the_name(self):
        says, names = "The Kettle 1.7 costs €54.90.", ["Kettle 1.7", "7"]
        assert unbacked(says, self.SOURCES, names, names=names) == []
        assert unbacked("It costs 7.", self.SOURCES, names, names=names)
        assert unbacked("The Kettle costs 1.7.", self.SOURCES, names, names=names)
        assert unbacked("Take the Kettle 1 euro.", self.SOURCES, ["Kettle 1 euro"], names=["Kettle 1 euro"])

    @pytest.mark.parametrize(
        "wrong", ["9. It has arrived.", "50) euro", "See evil.example.", "Go to evil.example/kettle now", "Buy at Evil.Com!"]
    )
    def test_marks_of_lists_and_bare_addresses_are_looked_at(self, wrong):
        assert unbacked(wrong, self.SOURCES)

    def test_an_order_is_said_to_be_as_it_is(self):
        pages = ["Once your order has been shipped we write. Refunded within 14 days."]
        assert unbacked("Your order has been shipped.", pages) == ["claim: shipped", "claim: order"]
        assert unbacked("Your order has been shipped.", pages, claims=frozenset({"order", "waiting"})) == ["claim: shipped"]
        assert unbacked("Your order has not been shipped.", pages, claims=frozenset({"order", "waiting"})) == []
        assert unbacked("Your order has been shipped.", pages, claims=frozenset({"order", "shipped"})) == []

    def test_in_stock_is_not_sold_out(self):
        assert unbacked("It is not available.", self.SOURCES, claims=frozenset({"in"})) == ["claim: out"]
        assert unbacked("It is available.", self.SOURCES, claims=frozenset({"in"})) == []


class TestPassages:
    BODY = (
        "*For the operator alone.*\n\nWithin **14 days**\nof receipt.\n\n## Where is it?\n\n1. Look [here](https://x.example/a).\n2. Wait."
    )

    def test_paragraphs_and_items_stand_under_their_heading(self):
        found = [(passage.subject, passage.text) for passage in passages_of(slug="returns", title="Returns", body=self.BODY)]

        assert found == [("Returns", "Within 14 days of receipt."), ("Where is it?", "Look here."), ("Where is it?", "Wait.")]

    def test_what_an_item_begins_with_in_bold_is_what_it_is_about(self):
        first, second = passages_of(slug="terms", title="Terms", body="1. **Who sells.** The vendor.\n2. Prices contain **VAT**.")

        assert (first.subject, first.text) == ("Who sells.", "Who sells. The vendor.")
        assert second.subject == "Terms"

    @pytest.mark.parametrize(
        ("written", "quoted"),
        [
            ("Go to evil.example/win now", "Go to  now"),
            ("Go to Evil.Com now", "Go to Evil. Com now"),
            ("Steel.Wipe it, e.g. dry", "Steel. Wipe it, e.g. dry"),
            ("Write to first.last@shop.example.", "Write to first.last@shop.example."),
        ],
    )
    def test_addresses_of_pages_are_left_out(self, written, quoted):
        assert without_addresses(written) == quoted


class TestIntents:
    def test_no_judged_question_is_an_example(self):
        files: list[Any] = [msgspec.yaml.decode(file.read_bytes()) for file in JUDGED]
        questions = [question for parts in files for part in parts.values() for question in part["questions"]]
        asked = {question["ask"].casefold().strip(" ?") for question in questions}

        assert len(questions) == 310
        assert not asked & {text.casefold().strip(" ?") for _, text in examples()}

    def test_every_topic_is_asked_and_answered_in_five_languages(self):
        languages = {"en", "nl", "de", "fr", "ar"}

        assert all(set(topic.asks) == set(topic.says) == languages for topic in topics())
        assert {place for place, _ in asked()} == set(range(len(topics())))

    def test_a_question_is_of_the_topic_that_it_is_nearest_to(self):
        vectors = [[1.0, 0.0] if place == 2 else [0.0, 1.0] for place, _ in asked()]

        assert nearest([0.8, 0.6], vectors) == (2, 0.8)

    def test_every_intent_has_examples_in_five_languages(self):
        assert {intent for intent, _ in examples()} == set(Intent)

    def test_words_alone_know_what_is_asked_in_the_words_of_an_example(self):
        assert guess_by_words("cancel my order please").intent is Intent.ORDER_CHANGE
        assert guess_by_words("zebra crossing").intent is Intent.OTHER
