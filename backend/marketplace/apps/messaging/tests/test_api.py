"""What customers and vendors write each other: who may, what the other side reads, how much of it, and what is not passed on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.messaging import queries, services
from marketplace.apps.messaging.domain.hiding import HIDDEN, without_addresses
from marketplace.apps.messaging.errors import ConversationFull, TooManyMessages
from marketplace.apps.messaging.models import Conversation, OrderMessage
from marketplace.apps.messaging.types import Side
from marketplace.apps.notifications import services as notification_services
from marketplace.apps.notifications.models import Message
from marketplace.apps.notifications.types import MailKind
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.errors import OrderNotFound
from marketplace.apps.orders.services import order_token
from marketplace.apps.orders.tests.factories import make_listing, make_order
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, owner_of, vendor_token
from marketplace.foundation import clock, rows, tenancy
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant", "sandbox")]


@pytest.fixture
def asked(api, order, buyer):
    """Sends the customer's question about the order's only part."""

    def ask(text: str = "When does it come?", *, who=None, headers=None):
        body = {"vendor_order_id": order.parts[0].vendor_order_id, "text": text}
        return api.post(f"store/orders/{order.id}/messages", body, token=who or customer_token(buyer), headers=headers or {})

    return ask


@pytest.fixture
def seller(mug) -> str:
    return vendor_token(mug.vendor_id, person_id=owner_of(mug.vendor_id))


def part_id(order) -> str:
    return order.parts[0].vendor_order_id


def mails() -> list[tuple[str, str]]:
    """What was written by now, as recipient and the occasion's kind; not the mails of placing the order."""
    found = Message.objects.filter(occasion__startswith="message_sent:").order_by("id")
    return [(message.recipient, message.body) for message in found]


class TestAConversation:
    def test_is_a_question_and_an_answer_that_both_sides_and_staff_read(self, api, order, buyer, asked, seller):
        question = asked("Is it <b>blue</b>?")
        answer = api.post(f"vendor/orders/{part_id(order)}/messages", {"text": "It is."}, token=seller)

        assert (question.status_code, answer.status_code) == (201, 201), (question.content, answer.content)
        said = [("vendor", "It is."), ("customer", "Is it <b>blue</b>?")]
        readers = [
            (f"store/orders/{order.id}/messages", customer_token(buyer)),
            (f"vendor/orders/{part_id(order)}/messages", seller),
            (f"admin/orders/{order.id}/messages", staff_token("support")),
        ]
        for path, who in readers:
            read = api.get(path, token=who)
            assert [(item["sender"], item["text"]) for item in read.json()["items"]] == said, path
            assert set(read.json()["items"][0]) == {"id", "vendor_order_id", "sender", "text", "sent_at"}

    def test_waits_for_the_vendor_until_it_is_answered(self, api, order, asked, seller):
        def waiting() -> list[str]:
            return [item["vendor_order_id"] for item in api.get("vendor/conversations", token=seller, awaits_vendor="true").json()["items"]]

        assert waiting() == []
        asked("When\ndoes it come?")
        assert waiting() == [part_id(order)]
        (item,) = api.get("vendor/conversations", token=seller).json()["items"]
        assert (item["order_number"], item["last_text"], item["last_sender"]) == (f"{order.number}-1", "When does it come?", "customer")

        api.post(f"vendor/orders/{part_id(order)}/messages", {"text": "Tomorrow"}, token=seller)

        assert waiting() == []
        (answered,) = api.get("vendor/conversations", token=seller, awaits_vendor="false").json()["items"]
        assert answered["message_count"] == 2

    def test_of_a_guest_is_opened_by_the_orders_token(self, api, mug, drain):
        order = make_order((mug, 1), now=clock.now())
        drain()
        path, body = f"store/orders/{order.id}/messages", {"vendor_order_id": part_id(order), "text": "Hello"}

        assert api.post(path, body, headers={"Order-Token": order_token(order.id)}).status_code == 201
        assert api.post(path, body, headers={"Order-Token": "wrong"}).status_code == 404
        assert api.get(path).status_code == 404

    def test_may_be_begun_by_the_vendor(self, api, order, seller, buyer):
        api.post(f"vendor/orders/{part_id(order)}/messages", {"text": "Blue is sold out. Green?"}, token=seller)

        (read,) = api.get(f"store/orders/{order.id}/messages", token=customer_token(buyer), vendor_order=part_id(order)).json()["items"]
        assert read["sender"] == "vendor"


class TestRefusals:
    def test_another_customer_another_vendor_and_a_role_that_does_not_fulfil(self, api, order, asked, mug, seller):
        path = f"vendor/orders/{part_id(order)}/messages"

        assert asked(who=customer_token(make_customer().id)).status_code == 404
        assert api.get(f"store/orders/{order.id}/messages", token=customer_token(make_customer().id)).status_code == 404
        for token, status in ((vendor_token(make_vendor().id), 404), (vendor_token(mug.vendor_id, "accountant"), 403), (None, 401)):
            assert api.post(path, {"text": "Hello"}, token=token).status_code == status
            assert api.get(path, token=token).status_code == status
        assert api.get("vendor/conversations", token=vendor_token(mug.vendor_id, "accountant")).status_code == 403
        assert api.get(f"admin/orders/{order.id}/messages", token=staff_token("catalogue")).status_code == 403
        assert api.get(f"admin/orders/{order.id}/messages", token=seller).status_code == 403
        assert not OrderMessage.objects.exists()

    def test_another_region(self, api, order, mug, mena):
        with tenancy.scope(mena):
            stranger = vendor_token(mug.vendor_id)

        assert api.get(f"vendor/orders/{part_id(order)}/messages", token=stranger).status_code in (401, 421)

    def test_a_part_of_another_order(self, api, order, buyer, drain):
        other = make_order((make_listing(), 1), now=clock.now())
        drain()

        answer = api.post(
            f"store/orders/{order.id}/messages", {"vendor_order_id": part_id(other), "text": "Hello"}, token=customer_token(buyer)
        )

        assert answer.status_code == 404
        assert not Conversation.objects.exists()

    @pytest.mark.parametrize("text", ["", "   ", "x" * (services.MAX_MESSAGE + 1)])
    def test_texts_that_say_nothing_or_too_much(self, asked, text):
        answer = asked(text)

        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == ["text"]

    def test_the_same_request_twice_is_one_message(self, api, order, seller):
        path, body = f"vendor/orders/{part_id(order)}/messages", {"text": "Tomorrow"}

        first, second = (api.post(path, body, token=seller, key="once") for _ in range(2))

        assert first.json() == second.json()
        assert OrderMessage.objects.count() == 1


class TestLimits:
    def write(self, order, now, *, count: int = 1) -> None:
        for _ in range(count):
            services.ask_vendor(order=order, vendor_order_id=part_id(order), text="Hello?", customer_id="", now=now)

    def test_a_side_writes_so_much_a_day_and_the_other_side_is_not_held_up(self, order, mug):
        self.write(order, NOW, count=services.MAX_A_DAY)

        with pytest.raises(TooManyMessages) as refused:
            self.write(order, NOW + timedelta(hours=1))
        assert refused.value.headers == {"Retry-After": str(23 * 3600)}
        named = {"vendor_id": mug.vendor_id, "vendor_order_id": part_id(order), "author_id": "usr_1"}
        services.answer_customer(text="Tomorrow", now=NOW + timedelta(hours=1), **named)
        self.write(order, NOW + timedelta(days=1))

    def test_the_endpoint_says_when_to_come_back(self, order, asked):
        self.write(order, clock.now(), count=services.MAX_A_DAY)

        answer = asked()

        assert (answer.status_code, answer.json()["code"]) == (429, "too_many_messages")
        assert 0 < int(answer["Retry-After"]) <= 24 * 3600

    def test_a_conversation_has_an_end(self, order):
        self.write(order, NOW)
        rows.change_where(Conversation, "true", {}, message_count=services.MAX_OF_CONVERSATION - 1)
        self.write(order, NOW)

        with pytest.raises(ConversationFull):
            self.write(order, NOW)

    def test_writers_at_the_same_time_do_not_pass_the_limit(self, order):
        self.write(order, NOW, count=services.MAX_A_DAY - 1)
        tenant = tenancy.current()

        def write(_: int) -> bool:
            with tenancy.scope(tenant):
                try:
                    self.write(order, NOW)
                except TooManyMessages:
                    return False
                finally:
                    connections.close_all()
                return True

        with ThreadPoolExecutor(4) as pool:
            written = list(pool.map(write, range(4)))

        assert sum(written) == 1
        assert OrderMessage.objects.count() == services.MAX_A_DAY == Conversation.objects.get().message_count


class TestMails:
    def test_each_side_is_mailed_what_the_other_wrote_and_not_its_address(self, api, order, asked, seller, drain):
        asked("When does it come?")
        drain()
        ((vendor_mail, question),) = mails()
        assert vendor_mail.endswith("@vendor.example")
        assert "When does it come?" in question
        assert order.email not in question

        api.post(f"vendor/orders/{part_id(order)}/messages", {"text": "Tomorrow"}, token=seller)
        drain()

        (_, (customer_mail, answer)) = mails()
        assert customer_mail == order.email
        assert "Tomorrow" in answer
        assert vendor_mail not in answer

    def test_every_line_of_the_other_sides_text_is_quoted(self, api, order, asked, seller, drain):
        text = "Hello\n\nYour account is closed. Log in at example.net:"
        asked(text)
        api.post(f"vendor/orders/{part_id(order)}/messages", {"text": text}, token=seller)
        drain()

        for _, body in mails():
            assert "> Hello\n> \n> Your account is closed. Log in at example.net:\n" in body

    def test_an_event_that_comes_twice_is_one_mail(self, order, asked, drain):
        asked()
        drain()
        message = OrderMessage.objects.get()

        again = notification_services.notify_of_message(message_id=message.id, order_owner=order.owner, order_id=order.id, now=NOW)

        assert (again, len(mails())) == ([], 1)

    def test_a_vendors_person_may_do_without(self, mug, asked, drain):
        notification_services.set_mail_preferences(account_id=owner_of(mug.vendor_id), muted=[MailKind.MESSAGES], now=NOW)

        asked()
        drain()

        assert mails() == []


class TestWhatIsNotPassedOn:
    @pytest.mark.parametrize(
        "text",
        [
            "write to noor@example.com please",
            "write to Noor.J+shop@mail.example.co.uk please",
            "write to noor @ example . com please",
            "write to noor(at)example.com please",
            "write to noor[at]example[dot]com please",
            "write to noor @example.com please",
            "write to noor@ example.com please",
            "write to noor@example .com please",
            "write to noor@example. com please",
            "write to noor@example。com please",
            "write to noor＠example．com please",
            "write to نور@مثال.شبكة please",
        ],
    )
    def test_addresses_are_hidden(self, text):
        assert without_addresses(text) == f"write to {HIDDEN} please"

    def test_the_next_sentence_stays(self):
        assert without_addresses("Write to noor@mail.example.co.uk. Thanks a lot") == f"Write to {HIDDEN}. Thanks a lot"

    @pytest.mark.parametrize("text", ["2 mugs @ 20.00 each.", "2 mugs @20 each. Thanks", "Meet at example.com", "It is 3.5 cm. Thanks"])
    def test_other_words_stay(self, text):
        assert without_addresses(text) == text

    def test_what_is_stored_and_mailed_has_none(self, order, asked, drain):
        asked("Mail me: noor@example.com")
        drain()

        assert OrderMessage.objects.get().text == f"Mail me: {HIDDEN}"
        assert "noor@example.com" not in Conversation.objects.get().last_text
        assert all("noor@example.com" not in body for _, body in mails())


def test_nothing_is_left_of_a_customer_who_is_erased(order, asked):
    asked()

    services.erase_orders([order.id])
    services.erase_orders([order.id])

    assert queries.all_messages_of_orders([order.id]) == []
    assert not Conversation.objects.exists()


def test_nothing_is_written_about_an_order_that_was_erased(api, order, asked, seller):
    order_services.erase_orders([(order.owner, order.id)], now=NOW)

    assert asked().status_code == 404
    assert api.post(f"vendor/orders/{part_id(order)}/messages", {"text": "Hello"}, token=seller).status_code == 404
    assert not Conversation.objects.exists()


def test_a_message_that_is_stored_while_its_order_is_erased_goes_as_well(order, mug):
    read_before = order_queries.get_vendor_order(mug.vendor_id, part_id(order))
    order_services.erase_orders([(order.owner, order.id)], now=NOW)
    services.erase_orders([order.id])

    with pytest.raises(OrderNotFound):
        services.write(read_before, Side.CUSTOMER, "Hello", author_id="", now=NOW)
    assert not Conversation.objects.exists()


def test_an_order_that_was_never_sold_has_nobody_to_ask(order):
    order.parts[0].vendor_order_id = "vord_01KB8Q3V7Y8Z9A0B1C2D3E4F5G"

    with pytest.raises(OrderNotFound):
        services.ask_vendor(order=order, vendor_order_id=order.parts[0].vendor_order_id, text="Hello", customer_id="", now=NOW)


def test_a_page_of_conversations_goes_on_where_it_ended(mug, buyer, drain):
    orders = [make_order((mug, 1), customer_id=buyer, now=clock.now()) for _ in range(3)]
    drain()
    for minute, order in enumerate(orders):
        at = NOW + timedelta(minutes=minute)
        services.ask_vendor(order=order, vendor_order_id=part_id(order), text="Hello", customer_id=buyer, now=at)

    first = queries.list_conversations(PageRequest(2), vendor_id=mug.vendor_id)
    second = queries.list_conversations(PageRequest(2, first.next_cursor), vendor_id=mug.vendor_id)

    assert [item.order_number for item in (*first.items, *second.items)] == [f"{order.number}-1" for order in reversed(orders)]
