"""A visitor asks, the assistant answers by templates, staff take over. Over HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.assistant import queries, services
from marketplace.apps.assistant.models import Conversation, ConversationMessage
from marketplace.apps.assistant.services import MAX_MESSAGES, MAX_TEXT
from marketplace.apps.assistant.tests.talking import Visitor, cited, set_region
from marketplace.apps.privacy import services as privacy_services
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, staff_token
from marketplace.foundation import clock
from marketplace.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]


class TestAnswers:
    def test_says_a_price_and_cites_the_product(self, visitor, shop):
        message = visitor.ask("How much is the Kobe kettle?")

        assert "€54.90" in message["text"]
        assert cited(message) == [("product", shop["kobe"].slug)]
        assert message["answer"]["by"] == "templates"

    def test_says_that_a_thing_is_sold_out(self, visitor):
        assert "sold out" in visitor.ask("Is the Sumi kettle in stock?")["text"]

    def test_says_what_delivery_costs_and_takes(self, visitor):
        text = visitor.ask("How long does delivery of the Oma teapot take?")["text"]

        assert "€4.95" in text
        assert "Netherlands" in text

    def test_quotes_what_the_vendor_says(self, visitor, shop):
        message = visitor.ask("What is the Oma teapot made of?")

        assert "“Made of stoneware, holds six cups.”" in message["text"]
        assert cited(message) == [("product", shop["oma"].slug)]

    def test_compares_two(self, visitor, shop):
        message = visitor.ask("Compare the Kobe kettle and the Oma teapot")

        assert "€54.90" in message["text"]
        assert "€30.00" in message["text"]
        assert "The lowest price is that of Oma teapot." in message["text"]
        assert {ref for _, ref in cited(message)} == {shop["kobe"].slug, shop["oma"].slug}

    def test_remembers_what_the_conversation_is_about(self, visitor, shop):
        visitor.ask("How much is the Sumi kettle?")

        message = visitor.ask("And is it in stock?")

        assert "Sumi kettle: sold out" in message["text"]

    def test_shows_cards_of_what_it_finds(self, visitor, shop):
        message = visitor.ask("Do you have a teapot?")

        assert message["answer"]["cards"][0]["slug"] == shop["oma"].slug

    def test_answers_from_the_operators_pages(self, visitor):
        message = visitor.ask("How many days do I have to return something?")

        assert "14 days" in message["text"]
        assert cited(message) == [("page", "returns")]

    def test_answers_in_the_visitors_language(self, api, shop):
        message = Visitor(api, language="nl").ask("Wat kost de ketel Kobe?")

        assert "Ketel Kobe: €\xa054,90." in message["text"]

    def test_says_that_it_is_a_machine_and_no_language_model(self, visitor):
        text = visitor.ask("Are you a real person?")["text"]

        assert "I am a machine" in text
        assert "not a language model" in text

    def test_does_not_know_the_weather(self, visitor):
        message = visitor.ask("What will the weather be like tomorrow?")

        assert (message["answer"]["is_known"], message["answer"]["offers_hand_over"]) == (False, True)

    def test_a_question_is_answered_once(self, visitor):
        number = visitor.say("How much is the Kobe kettle?").json()["number"]

        first, second = visitor.ask_for_answer(number).json(), visitor.ask_for_answer(number).json()

        assert first == second
        assert ConversationMessage.objects.filter(author="assistant").count() == 1

    def test_streams_the_answer_and_then_the_whole(self, visitor):
        events = visitor.stream("How much is the Kobe kettle?")

        assert [name for name, _ in events][-1] == "message"
        assert "".join(data["text"] for name, data in events if name == "text").strip() == events[-1][1]["text"]

    def test_without_vectors_words_find_the_product_and_the_page(self, api, shop, settings):
        settings.EMBEDDINGS = "none"
        visitor = Visitor(api)

        assert "€54.90" in visitor.ask("price Kobe kettle")["text"]
        assert "14 days" in visitor.ask("returns: how many days after receiving, without a reason?")["text"]
        assert visitor.ask("sing me a song")["answer"]["offers_hand_over"] is True


class TestAccess:
    def test_a_guests_opens_by_its_secret_alone(self, api, visitor):
        assert visitor.transcript().status_code == 200
        visitor.secret = "guessed"
        assert visitor.transcript().status_code == 404
        assert visitor.say("hello").status_code == 404
        assert visitor.ask_for_answer(1).status_code == 404
        assert visitor.hand_over(email="eve@example.com").status_code == 404

    def test_a_customers_opens_to_the_customer_alone(self, api, shop):
        noor, eve = make_customer(), make_customer()
        talk = Visitor(api, token=customer_token(noor.id))

        assert talk.transcript().status_code == 200
        assert api.get(talk.path, token=customer_token(eve.id)).status_code == 404
        assert api.get(talk.path, headers=talk.headers).status_code == 404  # the secret is not enough

    def test_a_guests_becomes_the_customers_who_goes_on_with_it(self, api, visitor):
        noor, eve = customer_token(make_customer().id), customer_token(make_customer().id)
        visitor.ask("hello")
        path, secret = visitor.path, visitor.headers

        said = api.post(f"{path}/messages", {"text": "Where is my order?"}, headers=secret, token=noor)
        answer = api.post(f"{path}/messages/{said.json()['number']}/answer", headers=secret, token=noor)

        assert answer.status_code == 200
        assert api.get(path, token=noor).status_code == 200
        assert visitor.transcript().status_code == 404  # the next person at the browser, once the customer has logged out
        assert api.post(f"{path}/messages", {"text": "hello"}, headers=secret, token=eve).status_code == 404
        assert api.post(f"{path}/hand-over", {"email": "eve@example.com"}, headers=secret, token=eve).status_code == 404

    def test_an_answer_alone_makes_it_the_customers(self, api, visitor):
        number = visitor.say("Where is my order?").json()["number"]
        noor = customer_token(make_customer().id)

        answer = api.post(f"{visitor.path}/messages/{number}/answer", headers=visitor.headers, token=noor)

        assert answer.status_code == 200
        assert visitor.transcript().status_code == 404

    def test_a_repeat_without_the_secret_shows_nothing(self, api, visitor):
        key = "7b1e7f0e-58a5-4a37-9d3f-6ad6a1a0b5c1"
        body = {"email": "noor@example.com", "note": ""}
        first = api.post(f"{visitor.path}/hand-over", body, headers=visitor.headers, key=key)

        repeated = api.post(f"{visitor.path}/hand-over", body, key=key)

        assert first.status_code == 200
        assert (repeated.status_code, repeated.json()["code"]) == (422, "idempotency_key_reused")

    def test_there_is_none_in_another_region(self, api, visitor):
        assert api.get(visitor.path, tenant="mena", headers=visitor.headers).status_code == 404

    def test_a_region_without_an_assistant_has_no_endpoint(self, api, visitor):
        set_region(api, features={"assistant": False})

        answer, said = api.post("store/conversations"), visitor.say("hello")

        assert (answer.status_code, answer.json()["code"]) == (404, "assistant_off")
        assert said.status_code == 404

    def test_its_visitor_deletes_it(self, api, visitor):
        visitor.ask("hello")

        assert api.delete(visitor.path, headers={"Conversation-Token": "guessed"}).status_code == 404
        assert api.delete(visitor.path, headers=visitor.headers).status_code == 204

        assert visitor.transcript().status_code == 404
        assert not ConversationMessage.objects.exists()


class TestLimits:
    def test_a_long_message_is_refused(self, visitor):
        answer = visitor.say("a" * (MAX_TEXT + 1))

        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "text")

    def test_a_full_conversation_takes_no_more(self, visitor):
        Conversation.objects.filter(pk=visitor.id).update(message_count=MAX_MESSAGES)

        answer = visitor.say("hello")

        assert (answer.status_code, answer.json()["code"]) == (409, "conversation_full")

    def test_who_asks_too_fast_waits(self, api, shop):
        answers = [api.post("store/conversations") for _ in range(21)]

        assert [answer.status_code for answer in answers] == [201] * 20 + [429]
        assert int(answers[-1]["Retry-After"]) > 0

    def test_only_what_a_visitor_said_is_answered(self, visitor):
        number = visitor.ask("hello")["number"]

        answer = visitor.ask_for_answer(number)

        assert (answer.status_code, answer.json()["code"]) == (409, "nothing_to_answer")

    def test_the_same_message_sent_twice_is_one(self, visitor):
        key = "7b1e7f0e-58a5-4a37-9d3f-6ad6a1a0b5c1"

        first, second = visitor.say("hello", key=key), visitor.say("hello", key=key)

        assert first.json() == second.json()
        assert ConversationMessage.objects.count() == 1


class TestHandOver:
    def hand_over(self, visitor: Visitor) -> None:
        visitor.ask("My kettle rattles")
        answer = visitor.hand_over(email="Noor@Example.com", note="It is the lid")
        assert (answer.status_code, answer.json()["state"]) == (200, "open")

    def test_staff_see_it_with_its_transcript(self, api, visitor):
        self.hand_over(visitor)

        (row,) = api.get("admin/conversations", token=staff_token("support")).json()["items"]
        detail = api.get(f"admin/conversations/{visitor.id}", token=staff_token("support")).json()

        assert (row["id"], row["state"], row["about"]) == (visitor.id, "open", "My kettle rattles")
        assert detail["note"] == "It is the lid"
        assert [message["author"] for message in detail["messages"]] == ["visitor", "assistant"]

    def test_a_reply_is_mailed_and_read_in_the_conversation(self, api, visitor, at_once):
        self.hand_over(visitor)

        answer = api.post(f"admin/conversations/{visitor.id}/replies", {"reply": "Turn the lid a little."}, token=staff_token("support"))

        (sent,) = mail.outbox
        assert answer.json()["conversation"]["state"] == "answered"
        assert "Turn the lid a little." in sent.body
        assert "My kettle rattles" in sent.body
        assert visitor.transcript().json()["messages"][-1]["author"] == "staff"
        assert "Turn the lid" not in str(list(AuditEntry.objects.values_list("new", flat=True)))
        assert AuditEntry.objects.filter(action="conversation.answered", resource=visitor.id).exists()

    def test_who_writes_again_waits_for_staff_again(self, api, visitor, at_once):
        self.hand_over(visitor)
        api.post(f"admin/conversations/{visitor.id}/replies", {"reply": "Turn the lid."}, token=staff_token("support"))

        visitor.say("It still rattles")

        assert visitor.transcript().json()["state"] == "open"
        (row,) = api.get("admin/conversations", token=staff_token("support")).json()["items"]
        assert (row["id"], row["about"]) == (visitor.id, "It still rattles")

    def test_a_customer_is_answered_at_the_accounts_address(self, api, shop):
        noor = make_customer(email="noor@customer.example")
        visitor = Visitor(api, token=customer_token(noor.id))
        visitor.ask("hello")

        visitor.hand_over(email="eve@example.com")

        assert Conversation.objects.get(pk=visitor.id).email == "noor@customer.example"

    def test_a_guest_has_to_leave_an_address(self, visitor):
        answer = visitor.hand_over()

        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "email")

    def test_what_was_not_handed_over_is_not_for_staff(self, api, visitor):
        visitor.ask("hello")

        assert api.get("admin/conversations", token=staff_token("support")).json()["items"] == []
        assert api.get(f"admin/conversations/{visitor.id}", token=staff_token("support")).status_code == 404
        reply = api.post(f"admin/conversations/{visitor.id}/replies", {"reply": "Hello"}, token=staff_token("support"))
        assert (reply.status_code, reply.json()["code"]) == (409, "no_address_to_answer")

    @pytest.mark.parametrize("role", ["finance", "catalogue"])
    def test_other_staff_do_not_read_it(self, api, visitor, role):
        self.hand_over(visitor)

        assert api.get("admin/conversations", token=staff_token(role)).status_code == 403
        assert api.get(f"admin/conversations/{visitor.id}", token=staff_token(role)).status_code == 403
        assert api.post(f"admin/conversations/{visitor.id}/replies", {"reply": "Hello"}, token=staff_token(role)).status_code == 403

    def test_handed_over_again_it_waits_again(self, api, visitor):
        self.hand_over(visitor)
        api.post(f"admin/conversations/{visitor.id}/replies", {"reply": "Hello"}, token=staff_token("support"))

        visitor.hand_over(email="noor@example.com")

        (row,) = api.get("admin/conversations", state="open", token=staff_token("support")).json()["items"]
        assert row["id"] == visitor.id


class TestPrivacy:
    def test_the_copy_of_a_customers_data_has_it(self, api, shop):
        noor = make_customer()
        Visitor(api, token=customer_token(noor.id)).ask("How much is the Kobe kettle?")

        (copy,) = queries.conversations_of(noor.id)

        assert copy.messages[0].text == "How much is the Kobe kettle?"

    def test_erasing_a_customer_erases_it(self, api, shop, drain):
        noor, other = make_customer(email="noor@customer.example"), make_customer()
        Visitor(api, token=customer_token(noor.id)).ask("hello")
        guest = Visitor(api)
        guest.ask("hello")
        guest.hand_over(email="noor@customer.example")
        kept = Visitor(api, token=customer_token(other.id))
        kept.ask("hello")
        privacy_services.request_erasure_as_staff(account_id=noor.id, reason="By letter", actor=STAFF_ACTOR, now=clock.now())

        privacy_services.erase(account_id=noor.id, now=clock.now())

        assert list(Conversation.objects.values_list("pk", flat=True)) == [kept.id]

    def test_it_ends_by_time(self, visitor):
        visitor.ask("hello")
        now = clock.now()

        assert services.forget_before(now - timedelta(days=1)) == 0
        assert services.forget_before(now + timedelta(days=1)) == 1

        assert not ConversationMessage.objects.exists()
