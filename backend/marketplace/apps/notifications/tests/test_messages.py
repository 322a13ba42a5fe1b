"""From events of orders to mails in people's languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail

from marketplace.apps.notifications import services, texts
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.tests.factories import CASH, KUWAIT, make_listing, make_order, part_of, send_parcel
from marketplace.apps.orders.types import LineQuantity
from marketplace.foundation import tenancy
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]


def bodies() -> dict[str, Message]:
    """Unsent and sent messages by the name of their occasion."""
    return {message.occasion.partition(":")[0]: message for message in Message.objects.all()}


@pytest.fixture
def mugs(drain):
    mug = make_listing(price_minor=2000, shipping_minor=500)
    order = make_order((mug, 3))
    drain()
    return part_of(order, mug)


def cancel(part, quantity: int, *, by: str = "customer") -> None:
    order_services.cancel_vendor_order_lines(
        vendor_id=part.vendor_id,
        vendor_order_id=part.id,
        lines=[LineQuantity(part.lines[0].line_id, quantity)],
        reason="Broken <b>glaze</b>",
        by=by,
        request_key="cancel",
        now=NOW,
    )


class TestOrderConfirmed:
    def test_customer_and_vendor_are_told_once_each(self, mugs):
        found = bodies()

        assert found.keys() == {"order_confirmed", "new_order"}
        assert found["order_confirmed"].recipient == "noor@customer.example"
        assert "3 × " in found["order_confirmed"].body
        assert "€65.00" in found["order_confirmed"].body
        assert mugs.number in found["new_order"].subject

    def test_the_same_event_again_makes_no_second_mail(self, mugs):
        told_again = services.tell_orders_confirmed([(mugs.order_owner, mugs.order_id)], now=NOW)

        assert (told_again, Message.objects.count()) == ([], 2)

    def test_a_guests_link_opens_the_order(self, mugs, api):
        link = next(word for word in bodies()["order_confirmed"].body.split() if "/orders/" in word)
        token = link.partition("token=")[2]

        answer = api.get(f"store/orders/{mugs.order_id}", headers={"Order-Token": token})

        assert answer.status_code == 200

    def test_a_vendor_reads_nothing_of_the_other_vendors_part(self, drain):
        mug, lamp = make_listing(), make_listing(price_minor=9900)
        order = make_order((mug, 1), (lamp, 1))
        drain()

        other = part_of(order, lamp)
        message = Message.objects.get(occasion=f"new_order:{part_of(order, mug).id}")
        assert other.lines[0].sku not in message.body
        assert str(order.quote.total.decimal()) not in message.body

    def test_who_pays_at_the_door_is_told_so(self, drain):
        make_order((make_listing(), 1), payment=CASH)
        drain()

        assert "You pay when the parcels are handed over." in bodies()["order_confirmed"].body
        assert "Collect this amount at the door." in bodies()["new_order"].body


class TestShipmentSent:
    def test_the_customer_can_follow_the_parcel(self, mugs, drain):
        send_parcel(mugs, 2)
        drain()

        text = bodies()["shipment_sent"].body
        assert "2 × " in text
        assert "https://postnl.example/3SABC" in text
        assert "will follow" in text

    def test_the_last_parcel_promises_no_other(self, mugs, drain):
        send_parcel(mugs, 3)
        drain()

        assert "will follow" not in bodies()["shipment_sent"].body


class TestLinesCanceled:
    def test_the_customer_reads_what_comes_back_and_the_vendor_what_not_to_send(self, mugs, drain):
        cancel(mugs, 1)
        drain()

        assert "€20.00" in bodies()["lines_canceled"].body
        assert "Please do not send" in bodies()["do_not_send"].body

    def test_a_vendor_who_canceled_is_not_told_what_it_did(self, mugs, drain):
        cancel(mugs, 3, by="vendor")
        drain()

        assert "do_not_send" not in bodies()
        assert "€65.00" in bodies()["lines_canceled"].body  # all is canceled: delivery, too


class TestSending:
    def test_a_message_leaves_once(self, mugs):
        ids = services.list_due(now=NOW + timedelta(days=300))

        sent = [bool(services.send([message_id], now=NOW + timedelta(days=300))) for message_id in [*ids, *ids]]

        assert sent == [True, True, False, False]
        assert len(mail.outbox) == 2
        assert services.list_due(now=NOW + timedelta(days=300)) == []

    def test_a_failure_is_tried_again_later(self, mugs, settings):
        settings.EMAIL_BACKEND = "marketplace.apps.notifications.tests.broken_mail.Backend"
        later = NOW + timedelta(days=300)
        (message_id, _) = services.list_due(now=later)

        assert not services.send([message_id], now=later)

        message = Message.objects.get(pk=message_id)
        assert (message.sent_at, message.attempts, "no route" in message.last_error) == (None, 1, True)
        assert message.due_at > later
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert services.send([message_id], now=message.due_at)

    def test_a_sender_that_died_does_not_keep_it(self, mugs):
        later = NOW + timedelta(days=300)
        (message_id, _) = services.list_due(now=later)
        Message.objects.filter(pk=message_id).update(due_at=later + services.CLAIM_LIFE)

        assert not services.send([message_id], now=later + timedelta(seconds=1))
        assert services.send([message_id], now=later + services.CLAIM_LIFE)


class TestLanguages:
    @pytest.mark.parametrize("language", ["en", "nl", "de", "fr", "ar"])
    def test_every_mail_can_be_written_in_every_language(self, mugs, drain, language):
        from marketplace.apps.orders import queries
        from marketplace.foundation.mail import render

        order = queries.get_order(mugs.order_owner, mugs.order_id)
        order.language = language

        text = render("notifications/order_confirmed", language=language, context=texts.confirmed(order))

        assert text.language == language
        assert texts.amount(order.quote.total, language) in text.body

    @pytest.mark.parametrize(
        ("language", "money", "written"),
        [
            ("nl", Money(123456, "EUR"), "€ 1.234,56"),
            ("de", Money(1999, "EUR"), "19,99 €"),
            ("en", Money(12345, "KWD"), "KWD 12.345"),
        ],
    )
    def test_amounts_are_written_as_readers_write_them(self, language, money, written):
        assert texts.amount(money, language).replace("\xa0", " ") == written

    def test_a_customer_in_kuwait_reads_dinars_with_three_decimals(self, mena, drain):
        with tenancy.scope(mena):
            make_order((make_listing(price_minor=12345), 1), address=KUWAIT)
            drain()

            text = bodies()["order_confirmed"].body
        assert "12.345" in text or "١٢٫٣٤٥" in text
