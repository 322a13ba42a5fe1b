"""From events of orders to mails in people's languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as django_mail

from marketplace.apps.accounts.tests.factories import make_vendor_person
from marketplace.apps.notifications import services
from marketplace.apps.notifications.domain import texts
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.tests.factories import CASH, KUWAIT, make_listing, make_order, part_of, send_parcel
from marketplace.apps.orders.types import LineQuantity, RefundReason, RefundRequest
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.events import ProviderSkipped
from marketplace.apps.payments.providers.base import ProviderDispute
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.tests.factories import refuse_refunds
from marketplace.apps.payments.types import DisputeState, ProviderState
from marketplace.apps.payouts import services as payout_services
from marketplace.apps.payouts.tests.factories import FINANCE, LATER, a_payable_vendor, a_run, a_sale, payout_of
from marketplace.apps.staff.tests.factories import STAFF_ACTOR, make_staff_member
from marketplace.foundation import mail, tenancy
from marketplace.foundation.events import outbox
from marketplace.kit.actors import SYSTEM
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


def rendered(template: str, language: str, values: texts.ValuesIn) -> mail.Mail:
    return mail.render(f"notifications/{template}", language=language, context={**values(language), "name": "Noor"})


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
    def test_customer_and_vendor_are_notified_once_each(self, mugs):
        found = bodies()

        assert found.keys() == {"order_confirmed", "new_order"}
        assert found["order_confirmed"].recipient == "noor@customer.example"
        assert "3 × " in found["order_confirmed"].body
        assert "€65.00" in found["order_confirmed"].body
        assert mugs.number in found["new_order"].subject

    def test_the_same_event_again_makes_no_second_mail(self, mugs):
        notified_again = services.notify_of_orders_confirmed([(mugs.order_owner, mugs.order_id)], now=NOW)

        assert (notified_again, Message.objects.count()) == ([], 2)

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

    def test_the_mails_of_a_cash_order_say_that_it_is_paid_on_delivery(self, drain):
        make_order((make_listing(), 1), payment=CASH)
        drain()

        assert "You pay when the parcels are handed over." in bodies()["order_confirmed"].body
        assert "Collect this amount on delivery." in bodies()["new_order"].body


class TestShipmentSent:
    def test_the_customer_can_follow_the_parcel(self, mugs, drain):
        send_parcel(mugs, 2)
        drain()

        text = bodies()["shipment_sent"].body
        assert "2 × " in text
        assert "https://postnl.example/3SABC" in text
        assert "will follow" in text

    def test_the_mail_of_the_last_parcel_announces_no_other(self, mugs, drain):
        send_parcel(mugs, 3)
        drain()

        assert "will follow" not in bodies()["shipment_sent"].body


class TestLinesCanceled:
    def test_the_customer_reads_what_comes_back_and_the_vendor_what_not_to_send(self, mugs, drain):
        cancel(mugs, 1)
        drain()

        assert "€20.00" in bodies()["lines_canceled"].body
        assert "Please do not send" in bodies()["do_not_send"].body

    def test_a_vendor_who_canceled_gets_no_mail_of_it(self, mugs, drain):
        cancel(mugs, 3, by="vendor")
        drain()

        assert "do_not_send" not in bodies()
        assert "€65.00" in bodies()["lines_canceled"].body  # all is canceled: delivery, too


class TestProviders:
    @pytest.mark.parametrize(("state", "said"), [("key_refused", "has refused our key since"), ("unreachable", "has not answered since")])
    def test_staff_who_handle_money_read_whose_methods_are_not_offered(self, drain, state, said):
        member = make_staff_member("finance")
        make_staff_member("support")
        for _ in range(2):
            with tenancy.atomic():
                outbox.publish(ProviderSkipped(provider="mollie", state=ProviderState(state), since=NOW), now=NOW)
        drain()

        (message,) = Message.objects.filter(occasion__startswith="provider_skipped")
        assert (message.recipient, message.subject) == (member.email, "Payments by mollie are not offered at the moment")
        assert f"mollie {said} 2026-11-02 12:00 UTC" in message.body


class TestSaleRefunded:
    def refund(self, part, *, by="vendor", reason=RefundReason.DAMAGED):
        return order_services.refund_sale(
            vendor_id=part.vendor_id,
            vendor_order_id=part.id,
            wanted=RefundRequest(amount=Money(2_500, "EUR")),
            reason=reason,
            note="Two have cracks",
            by=by,
            actor=STAFF_ACTOR,
            request_key="r",
            now=NOW,
        )

    def test_the_customer_reads_what_is_refunded_and_why_and_the_vendor_nothing_of_its_own_refund(self, mugs, drain):
        self.refund(mugs)
        drain()

        found = bodies()
        assert all(text in found["sale_refunded"].body for text in ("€25.00", "damaged", "Two have cracks"))
        assert "refunded_by_staff" not in found

    def test_the_vendor_reads_what_staff_refunded(self, mugs, drain):
        make_vendor_person(vendor_id=mugs.vendor_id, roles=("accountant",), email="books@shop.example")
        self.refund(mugs, by="staff", reason=RefundReason.GOODWILL)
        drain()

        message = Message.objects.get(recipient="books@shop.example", occasion__startswith="refunded_by_staff")
        assert ("€25.00" in message.subject, message.order_id) == (True, mugs.order_id)
        assert "goodwill" in message.body

    @pytest.mark.parametrize("language", ["en", "nl", "de", "fr", "ar"])
    @pytest.mark.parametrize("reason", list(RefundReason))
    def test_each_reason_is_a_sentence_in_each_language(self, mugs, language, reason):
        part = self.refund(mugs, reason=reason)
        order = order_queries.get_order(part.order_owner, part.order_id)

        text = rendered("sale_refunded", language, texts.sale_refunded(order, part, part.reversals[0], vendor="Kiln"))

        assert text.language == language
        assert reason.value not in ("not_as_described", "wrong_price") or reason.value not in text.body
        assert "Two have cracks" in text.body
        assert language == "en" or "Reason:" not in text.body


class TestRefunds:
    def test_the_customer_reads_of_money_when_it_is_back_and_staff_when_it_cannot_be_sent(self, mugs, drain, sandbox):
        member = make_staff_member("finance")
        make_staff_member("support")
        payment = payment_queries.get_payment(mugs.payment_id)
        refuse_refunds(sandbox, payment)
        cancel(mugs, 1)
        drain()
        before = bodies()
        (failed,) = payment_queries.list_refunds(payment.id)
        refuse_refunds(sandbox, payment, "normal")
        payment_services.retry_refund(refund_id=failed.id, reason="x", actor=STAFF_ACTOR, now=NOW)
        drain()

        assert "refund_sent" not in before
        assert (before["refund_failed"].recipient, before["refund_failed"].order_id) == (member.email, mugs.order_id)
        assert "€20.00" in before["refund_failed"].body
        assert "refund_rejected" in before["refund_failed"].body
        assert Message.objects.filter(occasion__startswith="refund_failed").count() == 1
        assert "€20.00 has been refunded" in bodies()["refund_sent"].body

    def test_staff_who_handle_money_read_of_a_dispute_and_of_its_deadline_once_each(self, mugs, drain):
        member = make_staff_member("finance")
        make_staff_member("support")
        deadline = NOW + timedelta(days=2)
        facts = {"reference": "dp_1", "payment_reference": "", "amount": Money(2000, "EUR"), "reason": "fraudulent", "respond_by": deadline}
        record_dispute(payment_id=mugs.payment_id, outcome=ProviderDispute(**facts, state=DisputeState.OPEN), now=NOW)
        payment_services.remind_of_disputes(now=NOW)
        drain()

        opened, due = Message.objects.filter(occasion__startswith="dispute").order_by("-occasion")
        number = order_queries.get_any_order(mugs.order_id).number
        assert {(message.recipient, message.order_id) for message in (opened, due)} == {(member.email, mugs.order_id)}
        assert opened.subject == f"A customer disputes €20.00, order {number}"
        assert due.subject == f"Evidence is due by {deadline:%Y-%m-%d %H:%M} UTC: dispute of €20.00, order {number}"
        assert "Reason: fraudulent" in opened.body

    @pytest.mark.parametrize("language", ["en", "nl", "de", "fr", "ar"])
    @pytest.mark.parametrize("reason", ["out_of_stock", "vendor_not_selling", "canceled", "ordered_otherwise"])
    def test_the_reason_why_an_order_is_not_to_be_had_is_a_sentence(self, mugs, language, reason):
        order = order_queries.get_order(mugs.order_owner, mugs.order_id)
        written = {
            code: rendered("order_refunded", language, texts.order_refunded(order, order.quote.total, reason=code)) for code in (reason, "")
        }

        assert len(written[reason].body) > len(written[""].body) + 20


class TestSending:
    def test_a_message_leaves_once(self, mugs):
        ids = services.list_due(now=NOW + timedelta(days=300))

        sent = [bool(services.send([message_id], now=NOW + timedelta(days=300))) for message_id in [*ids, *ids]]

        assert sent == [True, True, False, False]
        assert len(django_mail.outbox) == 2
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
    def test_a_mail_and_its_amounts_are_in_the_readers_language(self, mugs, language):
        order = order_queries.get_order(mugs.order_owner, mugs.order_id)

        text = rendered("order_confirmed", language, texts.confirmed(order))

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


class TestFailedPayouts:
    @pytest.mark.parametrize("language", ["en", "nl", "de", "fr", "ar"])
    def test_people_who_see_money_get_one_mail_for_each_attempt(self, drain, language):
        vendor = a_payable_vendor()
        make_vendor_person(vendor_id=vendor.id, email=f"anna.{language}@shop.example", roles=("accountant",), language=language)
        a_sale(vendor.id)
        payout = payout_of(a_run(), vendor.id)
        facts = {"payout_id": payout.id, "reason": "closed", "actor": FINANCE, "now": LATER}

        payout_services.mark_failed(attempt=1, **facts)
        drain()
        services.notify_of_payout_failed(payout_id=payout.id, now=LATER)
        first = Message.objects.filter(recipient=f"anna.{language}@shop.example").count()
        payout_services.retry(**facts)
        payout_services.mark_failed(attempt=2, **facts)
        drain()

        messages = Message.objects.filter(recipient=f"anna.{language}@shop.example")
        assert (first, messages.count()) == (1, 2)
        assert "88" in messages[0].subject
        assert "4300" in messages[0].body

    def test_a_reader_of_another_language_reads_the_regions_with_its_form_of_amounts(self, tenant, drain):
        vendor = a_payable_vendor()
        make_vendor_person(vendor_id=vendor.id, email="ana@shop.example", roles=("accountant",), language="es")
        a_sale(vendor.id)
        payout_services.mark_failed(payout_id=payout_of(a_run(), vendor.id).id, attempt=1, reason="closed", actor=FINANCE, now=LATER)
        drain()

        message = Message.objects.get(recipient="ana@shop.example")
        assert (message.language, tenant.default_language) == ("en", "en")
        assert "€88" in message.subject  # in Spanish 88,00 €


class TestWhatDoesNotArrive:
    def test_the_customer_reads_what_was_in_the_parcel_and_the_vendor_nothing(self, mugs, drain):
        sent = send_parcel(mugs, 1)
        order_services.fail_delivery(
            vendor_id=mugs.vendor_id,
            vendor_order_id=mugs.id,
            shipment_id=sent.shipments[0].id,
            failure="refused",
            reason="Nobody there",
            by="staff",
            actor=SYSTEM,
            now=NOW,
        )
        drain()

        found = bodies()
        assert "could not be delivered" in found["lines_canceled"].body
        assert "€20.00" in found["lines_canceled"].body
        assert "do_not_send" not in found

    def test_customer_and_vendor_read_the_amount_to_collect_after_a_cancellation(self, drain):
        mug = make_listing(price_minor=2000, shipping_minor=500)
        part = part_of(make_order((mug, 3), payment=CASH), mug)
        cancel(part, 1)
        drain()

        found = bodies()
        assert "€45.00" in found["lines_canceled"].body
        assert "€45.00" in found["do_not_send"].body
