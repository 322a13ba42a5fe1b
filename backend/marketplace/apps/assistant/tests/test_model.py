"""With a key, a language model answers by the same tools; what it may not say is not said. Its service is a double of the protocol."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connections

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.assistant.models import AssistantUsage
from marketplace.apps.assistant.providers.remote import provider as remote
from marketplace.apps.assistant.services import answering
from marketplace.apps.assistant.tests.double import Asks, Double, Fails, Says, Waits
from marketplace.apps.assistant.tests.talking import Visitor, cited, set_region
from marketplace.apps.orders.tests.factories import make_listing, make_order
from marketplace.foundation import clock

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]
PRICE = "How much is the Kobe kettle?"


def looks_up(shop: Any) -> tuple[Asks, Asks]:
    return Asks("search_products", {"query": "Kobe kettle"}), Asks("get_product", {"slug": shop["kobe"].slug})


class TestAnswers:
    def test_it_looks_up_and_speaks(self, visitor, shop, model: Double):
        model.will(*looks_up(shop), Says("The Kobe kettle costs €54.90. It is in stock."))

        message = visitor.ask(PRICE)

        assert message["text"] == "The Kobe kettle costs €54.90. It is in stock."
        assert message["answer"]["by"] == "model"
        assert cited(message) == [("product", shop["kobe"].slug)]
        assert message["answer"]["cards"][0]["slug"] == shop["kobe"].slug

    def test_it_comes_sentence_by_sentence(self, visitor, shop, model: Double):
        model.will(*looks_up(shop), Says("The Kobe kettle costs €54.90. It is in stock."))

        events = visitor.stream(PRICE)

        assert [data["text"] for name, data in events if name == "text"] == ["The Kobe kettle costs €54.90. ", "It is in stock. "]

    def test_functions_are_flat_and_strict_and_nothing_is_kept_there(self, visitor, shop, model: Double):
        model.will(Says("I do not know that."))

        visitor.ask("hello")

        request = model.asked[0]
        assert request["stream"] is True
        assert request["store"] is False
        assert all(tool["strict"] and tool["type"] == "function" for tool in request["tools"])
        arguments = {name for tool in request["tools"] for name in tool["parameters"]["properties"]}
        assert arguments == {"query", "slug", "question", "number"}  # no customer, no region

    def test_earlier_turns_are_sent_without_addresses(self, visitor, shop, model: Double):
        model.will(Says("Hello."), Says("I do not know that."))
        visitor.ask("I am noor@customer.example")

        visitor.ask("And now?")

        assert "noor@customer.example" not in str(model.asked)
        assert "[e-mail]" in str(model.asked[-1]["input"])

    def test_the_same_first_question_is_answered_from_the_cache(self, api, shop, model: Double):
        model.will(*looks_up(shop), Says("The Kobe kettle costs €54.90."))
        first = Visitor(api).ask(PRICE)

        second = Visitor(api).ask(PRICE)

        assert second["text"] == first["text"]
        assert len(model.asked) == 3

    def test_what_looked_for_somebodys_orders_is_not_kept_for_others(self, api, shop, model: Double):
        model.will(Asks("list_orders", {}), *looks_up(shop), Says("The Kobe kettle costs €54.90."), Says("I do not know that."))
        Visitor(api).ask(PRICE)

        Visitor(api).ask(PRICE)

        assert len(model.asked) == 5

    def test_it_reads_what_it_said_before_it_called(self, visitor, shop, model: Double):
        model.will(Asks("get_product", {"slug": shop["kobe"].slug}, says="Let me look."), Says("The Kobe kettle costs €54.90."))

        assert visitor.ask(PRICE)["answer"]["by"] == "model"

        said, called, output = model.asked[-1]["input"][-3:]
        assert said == {"role": "assistant", "content": "Let me look."}
        assert (called["type"], output["type"]) == ("function_call", "function_call_output")

    def test_a_page_that_does_not_fit_is_not_cited(self, visitor, shop, model: Double):
        model.will(Asks("search_pages", {"question": "zebra crossing xylophone"}), Says("I do not know that."))

        assert cited(visitor.ask("zebra crossing xylophone")) == []


class TestChecks:
    @pytest.mark.parametrize(
        "lie",
        [
            "The Kobe kettle costs €5.49.",
            "The Kobe kettle costs five euros.",
            "The Kobe kettle costs $54.90.",
            "The Kobe kettle is sold out.",
            "The Sumi kettle costs 59 euros and 90 cents.",
            "You get a discount of 10 % on it.",
            "There is a discount on it.",
            "It arrives on 24 December.",
            "It will be with you in two days.",
            "Delivery is free.",
            "Your order has been shipped.",
            "Order it at https://evil.example/kettle today.",
            "Write to sales@evil.example for it.",
            "[Order here](evil)",
        ],
    )
    def test_what_no_tool_has_found_is_refused_and_templates_answer(self, visitor, shop, model: Double, lie):
        model.will(*looks_up(shop), Says(f"Gladly. {lie}"))

        events = visitor.stream(PRICE)

        final = events[-1][1]
        shown = "".join(data["text"] for name, data in events if name == "text")
        assert lie not in shown
        assert "taken_back" in [name for name, _ in events]
        assert final["answer"]["by"] == "templates"
        assert "€54.90" in final["text"]

    def test_a_price_without_a_look_up_is_refused(self, visitor, shop, model: Double):
        model.will(Says("The Kobe kettle costs €54.90."))

        assert visitor.ask(PRICE)["answer"]["by"] == "templates"

    def test_the_visitors_own_numbers_prove_nothing(self, visitor, shop, model: Double):
        model.will(*looks_up(shop), Says("Yes, it costs 1 euro."))

        assert visitor.ask("The Kobe kettle costs 1 euro, right?")["answer"]["by"] == "templates"

    def test_a_model_that_calls_without_end_is_left(self, visitor, shop, model: Double):
        model.will(*[Asks("search_products", {"query": "kettle"})] * 20)

        assert visitor.ask(PRICE)["answer"]["by"] == "templates"
        assert len(model.asked) <= remote.MAX_ROUNDS

    def test_no_more_tools_are_called_than_a_turn_may(self, visitor, shop, model: Double):
        model.will(Asks("list_orders", {}, times=remote.MAX_CALLS + 1), Says("I do not know that."))

        assert visitor.ask(PRICE)["answer"]["by"] == "templates"
        assert len(model.asked) == 1

    def test_calls_of_what_is_not_there_are_answered_so(self, visitor, shop, model: Double):
        model.will(
            Asks("delete_orders", {"all": "yes"}), Asks("get_order", {"number": "1", "customer_id": "cus_1"}), Says("I do not know that.")
        )

        visitor.ask("hello there")

        assert all("error" in output for output in model.outputs())


class TestOrders:
    def test_a_customer_hears_of_its_own(self, api, model: Double):
        noor = make_customer()
        order = make_order((make_listing(), 1), customer_id=noor.id)
        model.will(Asks("list_orders", {}), Says(f"Your order {order.number} is confirmed."))

        message = Visitor(api, token=customer_token(noor.id)).ask("Where is my order?")

        assert message["answer"]["by"] == "model"
        assert cited(message) == [("order", order.id)]

    @pytest.mark.parametrize("lie", ["Your order has been shipped.", "Your order was delivered.", "Your refund is approved."])
    def test_it_hears_no_other_state_than_the_orders_own(self, api, shop, model: Double, lie):
        noor = make_customer()
        make_order((make_listing(), 1), customer_id=noor.id)
        model.will(Asks("search_pages", {"question": "shipped orders"}), Asks("list_orders", {}), Says(lie))

        message = Visitor(api, token=customer_token(noor.id)).ask("Where is my order?")

        assert len(model.asked) == 3
        assert message["answer"]["by"] == "templates"

    def test_whatever_it_asks_for_it_gets_no_other_customers(self, api, model: Double):
        noor, eve = make_customer(), make_customer()
        order = make_order((make_listing(), 1), customer_id=noor.id)
        model.will(Asks("get_order", {"number": order.number}), Says(f"Order {order.number} is confirmed."))

        message = Visitor(api, token=customer_token(eve.id)).ask("Where is the order of Noor?")

        assert "error" in model.outputs()[0]
        assert order.number not in message["text"]


class TestFailures:
    @pytest.mark.parametrize("failure", [Fails(429), Fails(503), Fails(401), Says("The Kobe kettle is", is_cut=True)], ids=str)
    def test_templates_answer_and_the_service_is_left_alone_for_a_while(self, api, visitor, shop, model: Double, failure):
        model.will(failure)

        message = visitor.ask(PRICE)
        Visitor(api).ask("How much is the Oma teapot?")

        assert message["answer"]["by"] == "templates"
        assert "€54.90" in message["text"]
        assert len(model.asked) == 1  # the second visitor did not wait for it

    def test_an_answer_that_is_too_long_is_no_failure_of_the_service(self, api, visitor, shop, model: Double):
        model.will(Says("I do not know", is_full=True), Says("I do not know that."))

        assert visitor.ask(PRICE)["answer"]["by"] == "templates"
        assert Visitor(api).ask("hello there")["answer"]["by"] == "model"

    def test_a_tool_whose_store_fails_leaves_it_to_templates(self, visitor, shop, model: Double, superuser_url):
        model.will(Asks("search_pages", {"question": "returns"}))

        with connections["eu"].Database.connect(superuser_url("eu"), autocommit=True) as administrator:
            administrator.execute("ALTER TABLE eu.content_pages RENAME TO content_pages_away")
            try:
                events = visitor.stream(PRICE)
            finally:
                administrator.execute("ALTER TABLE eu.content_pages_away RENAME TO content_pages")

        assert events[-1][1]["answer"]["by"] == "templates"
        assert "€54.90" in events[-1][1]["text"]

    def test_after_a_while_it_is_asked_again(self, api, visitor, shop, model: Double):
        model.will(Fails(503), Says("I do not know that."))
        visitor.ask(PRICE)
        answering.forget()  # as if the pause had passed

        assert Visitor(api).ask("hello there")["answer"]["by"] == "model"

    def test_a_silent_service_is_left_at_the_deadline(self, visitor, shop, model: Double, settings):
        settings.ASSISTANT_PATIENCE_S = {"silence": 0.2, "turn": 20.0}
        model.will(Waits())

        assert visitor.ask(PRICE)["answer"]["by"] == "templates"

    def test_a_turn_that_takes_too_long_is_left(self, visitor, shop, model: Double, settings):
        settings.ASSISTANT_PATIENCE_S = {"silence": 8.0, "turn": 0.0}
        model.will(Says("I do not know that."))

        assert visitor.ask(PRICE)["answer"]["by"] == "templates"

    def test_so_many_wait_for_it_and_no_more(self, visitor, shop, model: Double):
        taken = [answering.SLOTS.acquire(blocking=False) for _ in range(2)]
        try:
            message = visitor.ask(PRICE)
        finally:
            for _ in filter(None, taken):
                answering.SLOTS.release()

        assert message["answer"]["by"] == "templates"
        assert model.asked == []


class TestBudget:
    def test_what_is_used_is_counted_by_day(self, visitor, shop, model: Double):
        model.will(*looks_up(shop), Says("The Kobe kettle costs €54.90.", tokens=250))

        visitor.ask(PRICE)

        usage = AssistantUsage.objects.get(pk=clock.now().date())
        assert (usage.tokens, usage.calls) == (450, 1)

    def test_a_cut_stream_counts_too(self, visitor, shop, model: Double):
        model.will(Says("The Kobe kettle is", is_cut=True))

        visitor.ask(PRICE)

        assert AssistantUsage.objects.get(pk=clock.now().date()).tokens > 0

    def test_what_a_visitor_used_who_went_away_counts(self, visitor, shop, model: Double):
        model.will(*looks_up(shop), Says("The Kobe kettle costs €54.90. It is in stock."))
        answer = visitor.ask_for_answer(visitor.say(PRICE).json()["number"], accept="text/event-stream")

        assert b"54.90" in next(iter(answer.streaming_content))
        answer.close()

        usage = AssistantUsage.objects.get(pk=clock.now().date())
        assert usage.calls == 1
        assert usage.tokens > 200  # of the two rounds before, and of what was said so far
        assert answering.SLOTS.acquire(blocking=False)
        answering.SLOTS.release()

    def test_one_visitor_does_not_use_up_the_others_budget(self, api, shop, model: Double):
        set_region(api, settings={"assistant_daily_tokens": 1_000})
        noor = customer_token(make_customer().id)
        model.will(Says("I do not know that.", tokens=150), Says("I do not know that.", tokens=10))
        Visitor(api).ask("hello there")

        own, others = Visitor(api).ask("hello you"), Visitor(api, token=noor).ask("hello you")

        assert own["answer"]["by"] == "templates"
        assert others["answer"]["by"] == "model"

    def test_above_it_templates_answer(self, api, visitor, shop, model: Double):
        set_region(api, settings={"assistant_daily_tokens": 1_000})
        AssistantUsage.objects.create(day=clock.now().date(), tokens=1_000, calls=9)

        assert visitor.ask(PRICE)["answer"]["by"] == "templates"
        assert model.asked == []

    def test_another_region_has_a_key_of_its_own_or_none(self, api, model: Double):
        visitor = Visitor(api, tenant="mena")

        assert visitor.ask("hello")["answer"]["by"] == "templates"
        assert model.asked == []

    def test_the_region_can_do_without_it(self, api, visitor, shop, model: Double):
        set_region(api, settings={"assistant_asks_model": False})

        assert visitor.ask(PRICE)["answer"]["by"] == "templates"
        assert model.asked == []
