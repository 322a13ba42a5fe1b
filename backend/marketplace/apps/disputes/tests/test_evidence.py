"""Evidence in disputes, at the stand-ins of Stripe and PayPal: one file with all that speaks for the sale, sent once."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from marketplace.apps.checkout.types import PaymentChoice
from marketplace.apps.disputes import queries, services
from marketplace.apps.disputes.errors import EvidenceNotTaken, EvidenceRefused
from marketplace.apps.disputes.models import Evidence
from marketplace.apps.disputes.services import _record
from marketplace.apps.messaging import services as messaging_services
from marketplace.apps.messaging.types import Side
from marketplace.apps.notifications.models import Message
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.tests.crashing import Job
from marketplace.apps.orders.tests.factories import deliver_all, make_listing, make_order, part_of
from marketplace.apps.orders.types import Order
from marketplace.apps.payments import queries as payment_queries
from marketplace.apps.payments import services as payment_services
from marketplace.apps.payments.errors import ProviderUnavailable
from marketplace.apps.payments.models import Dispute, Payment
from marketplace.apps.payments.providers.base import ProviderDispute
from marketplace.apps.payments.services.disputes import record_dispute
from marketplace.apps.payments.tests.at_gateways import held, post_webhook, waiting
from marketplace.apps.payments.tests.factories import a_payment
from marketplace.apps.payments.tests.gateways import PayPalAtDouble, PaystackAtDouble, StripeAtDouble
from marketplace.apps.payments.types import DisputeState
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation import rows, tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.foundation.blobs import open_blob
from marketplace.kit.actors import Actor
from marketplace.kit.errors import NotFound
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

FINANCE = Actor("staff", "stf_finance", "finance", "127.0.0.1")
EUR_20 = Money(2_000, "EUR")


def send(dispute_id: str, *, note: str = "It was delivered.", now=NOW) -> Any:
    return services.send_evidence(dispute_id=dispute_id, note=note, actor=FINANCE, now=now)


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


@pytest.fixture
def stripe(using):
    return using(StripeAtDouble)


@pytest.fixture
def at_stripe(stripe):
    """The id of a dispute there."""
    payment = a_payment(amount=EUR_20, method="stripe_card", card_token="pm_card_visa")
    payment = payment_services.start_payment(payment_id=payment.id, now=NOW)
    stripe.double.dispute(Payment.objects.get(pk=payment.id).provider_reference, 2_000)
    for notice in waiting(stripe):
        post_webhook("stripe", notice)
    return Dispute.objects.get().id


def disputed_order(stripe: StripeAtDouble) -> Order:
    """An order that was paid there, and is disputed."""
    order = make_order((make_listing(), 1), payment=PaymentChoice(method="stripe_card", card_token="pm_card_visa"))
    stripe.double.dispute(Payment.objects.get().provider_reference, 2_500)
    for notice in waiting(stripe):
        post_webhook("stripe", notice)
    return order


def disputed_at(gateway: Any) -> dict[str, Any]:
    found: dict[str, Any] = next(each for payment in gateway.remote.payments.values() for each in payment["disputes"])
    return found


class TestThePack:
    @pytest.mark.django_db(transaction=True)
    def test_holds_the_order_its_delivery_and_the_mails_to_the_customer(self, sandbox, drain):
        mug = make_listing(price_minor=2000, shipping_minor=500)
        order = make_order((mug, 2))
        deliver_all(part_of(order, mug), tracking_number="JJD0099")
        drain(NOW)
        placed = order_queries.get_any_order(order.id)
        about = {"recipient": placed.email, "order_id": order.id, "language": "en", "created_at": NOW, "due_at": NOW}
        Message.objects.create(id="msg_1", occasion="x:1", subject="Your order is on its way", body="Follow it: ?token=SECRET", **about)
        outcome = ProviderDispute(reference="dp_1", payment_reference="", amount=Money(500, "EUR"), state=DisputeState.OPEN, reason="fraud")
        dispute = record_dispute(payment_id=placed.payment_id, outcome=outcome, now=NOW)

        text = text_of(services.make_file(dispute_id=dispute.id, actor=FINANCE, now=NOW))

        for expected in (placed.number, placed.email, "JJD0099", "Your order is on its way", "5.00 EUR", "fraud", dispute.id):
            assert expected in text, expected
        assert "SECRET" not in text
        assert AuditEntry.objects.filter(action="dispute.evidence_read").count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_holds_what_the_customer_and_the_vendors_wrote_each_other_about_the_order(self, sandbox):
        mug, pan = make_listing(), make_listing()
        order, other = make_order((mug, 1), (pan, 1)), make_order((mug, 1))
        about = {"author_id": "", "now": NOW}
        messaging_services.write(part_of(order, mug), Side.CUSTOMER, "The box came, and I like it.", **about)
        messaging_services.write(part_of(order, mug), Side.VENDOR, "Glad to read that!", **about)
        messaging_services.write(part_of(order, pan), Side.VENDOR, "The pan is on its way.", **about)
        messaging_services.write(part_of(other, mug), Side.CUSTOMER, "Of another order.", **about)
        payment_id = order_queries.get_any_order(order.id).payment_id
        outcome = ProviderDispute(reference="dp_1", payment_reference="", amount=Money(500, "EUR"), state=DisputeState.OPEN, reason="fraud")
        dispute = record_dispute(payment_id=payment_id, outcome=outcome, now=NOW)

        text = text_of(services.make_file(dispute_id=dispute.id, actor=FINANCE, now=NOW))

        places = [text.index(said) for said in ("I like it", "Glad to read that", "The pan is on its way")]
        assert places == sorted(places)
        assert "Of another order" not in text

    def test_of_a_dispute_without_an_order_names_the_payment(self, stripe, at_stripe):
        assert "20.00 EUR" in text_of(services.make_file(dispute_id=at_stripe, actor=FINANCE, now=NOW))


class TestStripe:
    def test_takes_the_file_and_what_it_says_and_no_deadline_is_left(self, stripe, at_stripe):
        before = queries.get_evidence(at_stripe, now=NOW)

        sent = send(at_stripe)

        found = disputed_at(stripe)
        assert (before.can_send, before.state, sent.can_send, sent.state) == (True, None, False, "sent")
        assert (found["status"], found["evidence"]["uncategorized_text"]) == ("under_review", "It was delivered.")
        assert stripe.by_region["eu"].records[found["evidence"]["uncategorized_file"]]["size"] > 1_000
        assert payment_queries.get_dispute(at_stripe).respond_by is None

    def test_takes_it_once(self, stripe, at_stripe):
        send(at_stripe)

        again = send(at_stripe, note="And another thing")

        assert (again.state, again.note) == ("sent", "It was delivered.")
        assert stripe.double.calls.count("POST /v1/files") == 1

    def test_whose_answer_is_lost_gets_the_same_file_again(self, stripe, at_stripe):
        stripe.double.faults.loses_answers_to = "POST /v1/disputes/.*"
        with pytest.raises(ProviderUnavailable):
            send(at_stripe)
        stripe.double.faults.loses_answers_to = ""
        waits = queries.get_evidence(at_stripe, now=NOW)

        sent = send(at_stripe, note="Another note", now=NOW + timedelta(hours=1))

        files = [each for each in stripe.by_region["eu"].records.values() if each["object"] == "file"]
        assert (waits.state, sent.state, sent.note, len(files)) == ("sending", "sent", "It was delivered.", 1)

    @pytest.mark.django_db(transaction=True)
    def test_whose_answer_is_lost_gets_the_same_words_again(self, stripe):
        """What is known of the order changes meanwhile, and Stripe refuses another body under the same key."""
        order = disputed_order(stripe)
        stripe.double.faults.loses_answers_to = "POST /v1/disputes/.*"
        with pytest.raises(ProviderUnavailable):
            send(Dispute.objects.get().id)
        stripe.double.faults.loses_answers_to = ""
        order_services.erase_orders([(order.owner, order.id)], now=NOW)

        sent = send(Dispute.objects.get().id, now=NOW + timedelta(hours=1))

        assert (sent.state, disputed_at(stripe)["evidence"]["customer_email_address"]) == ("sent", order.email)

    def test_an_answer_that_another_request_heard_first_is_left(self, stripe, at_stripe):
        send(at_stripe)
        row = Evidence.objects.get()

        with pytest.raises(rows.StaleRow):
            _record(row, refusal="dispute_evidence_submitted", actor=FINANCE, now=NOW)
        assert Evidence.objects.get().state == "sent"

    def test_a_dispute_that_cannot_be_read_afterwards_is_no_refusal(self, stripe, at_stripe, caplog):
        stripe.double.faults.hides = r"GET /v1/disputes/.*"

        assert send(at_stripe).state == "sent"
        assert "cannot be read after its evidence was given" in caplog.text

    def test_what_was_refused_is_deleted_when_it_is_asked_again(self, stripe, at_stripe):
        disputed_at(stripe)["status"] = "under_review"
        with pytest.raises(EvidenceRefused):
            send(at_stripe)
        refused = Evidence.objects.get().path
        disputed_at(stripe)["status"] = "needs_response"

        send(at_stripe, note="Once more")

        with pytest.raises(NotFound):
            open_blob(refused)
        with open_blob(Evidence.objects.get().path) as file:
            assert file.read(4) == b"%PDF"

    def test_that_refuses_is_heard_and_can_be_asked_again(self, stripe, at_stripe):
        disputed_at(stripe)["status"] = "under_review"
        with pytest.raises(EvidenceRefused) as refused:
            send(at_stripe)
        found = queries.get_evidence(at_stripe, now=NOW)
        disputed_at(stripe)["status"] = "needs_response"

        assert (refused.value.extra["reason"], found.state, found.can_send) == ("dispute_evidence_submitted", "refused", True)
        assert send(at_stripe, note="Once more").note == "Once more"

    @pytest.mark.django_db(transaction=True)
    def test_that_is_killed_at_any_call_has_one_file_in_the_end(self, stripe, at_stripe, crasher):
        for number in range(1, 6):
            for after_answer in (False, True):
                arguments = {"dispute_id": at_stripe, "note": "x"}
                job = Job("give_evidence", 0, NOW, request=arguments, kill_at_call=number, kill_after_answer=after_answer)
                answer = crasher.run(job)

                assert send(at_stripe).state == "sent", (number, after_answer)
                assert len([each for each in stripe.by_region["eu"].records.values() if each["object"] == "file"]) == 1
                if answer == "done":
                    assert number > 1
                    return
                Evidence.objects.all().delete()
                disputed_at(stripe)["status"] = "needs_response"
                records = stripe.by_region["eu"].records
                for name in [name for name, each in records.items() if each["object"] == "file"]:
                    del records[name]
                stripe.remote.account.answers.clear()
                Dispute.objects.update(respond_by=NOW + timedelta(days=9), state="open")
        raise AssertionError("still not through")


class TestPayPal:
    def test_takes_the_file_with_its_notes(self, using):
        paypal = using(PayPalAtDouble)
        payment = a_payment(amount=EUR_20, method="paypal")
        payment = payment_services.start_payment(payment_id=payment.id, now=NOW)
        reference = Payment.objects.get(pk=payment.id).provider_reference
        paypal.double.approve(reference)
        for notice in waiting(paypal):
            post_webhook("paypal", notice)
        paypal.double.dispute(reference, {"currency_code": "EUR", "value": "20.00"})
        for notice in waiting(paypal):
            post_webhook("paypal", notice)

        sent = send(Dispute.objects.get().id)

        (item,) = json.loads(held(paypal, payment)["disputes"][0]["evidence"])["evidences"]
        assert (sent.state, item["notes"], item["evidence_type"]) == ("sent", "It was delivered.", "OTHER")
        assert item["documents"] == [{"name": f"{sent.dispute_id}.pdf"}]


class TestForgetting:
    def test_takes_the_file_and_the_note_some_time_after_the_end_and_keeps_the_digest(self, stripe, at_stripe):
        send(at_stripe)
        path, digest = Evidence.objects.values_list("path", "sha256").get()
        is_open = services.forget_before(NOW + timedelta(days=900))
        Dispute.objects.update(state="lost", closed_at=NOW)

        counts = [services.forget_before(NOW + timedelta(seconds=seconds)) for seconds in (0, 1, 1)]

        row = Evidence.objects.get()
        assert (is_open, counts, row.path, row.note, row.said, row.sha256) == (0, [0, 1, 0], "", "", {}, digest)
        with pytest.raises(NotFound):
            open_blob(path)
        assert queries.get_evidence(at_stripe, now=NOW).state == "sent"

    def test_what_is_forgotten_before_it_was_answered_is_made_anew(self, stripe, at_stripe):
        stripe.double.faults.loses_answers_to = "POST /v1/files"
        with pytest.raises(ProviderUnavailable):
            send(at_stripe)
        stripe.double.faults.loses_answers_to = ""
        Evidence.objects.update(order_id="ord_1")
        services.forget_orders(["ord_2"])
        kept = Evidence.objects.get().path
        services.forget_orders(["ord_1"])

        assert (kept != "", send(at_stripe, note="Again").note, Evidence.objects.get().attempt) == (True, "Again", 2)


class TestRefusals:
    def test_a_provider_without_an_api_for_it_an_ended_dispute_and_a_deadline_that_is_over(self, using, stripe, at_stripe):
        using(PaystackAtDouble)
        elsewhere = a_payment(amount=EUR_20, method="paystack_card")
        outcome = ProviderDispute(reference="dp_1", payment_reference="", amount=EUR_20, state=DisputeState.OPEN)
        other = record_dispute(payment_id=elsewhere.id, outcome=outcome, now=NOW).id
        deadline = payment_queries.get_dispute(at_stripe).respond_by

        for dispute_id, now in ((other, NOW), (at_stripe, deadline)):
            with pytest.raises(EvidenceNotTaken):
                send(dispute_id, now=now)
        Dispute.objects.filter(pk=at_stripe).update(state="lost")
        with pytest.raises(EvidenceNotTaken):
            send(at_stripe)
        assert not Evidence.objects.exists()

    @pytest.mark.parametrize("role", ["catalogue", "support"])
    def test_only_staff_who_handle_money_read_and_send_it(self, stripe, at_stripe, api, role):
        token = staff_token(role)

        assert api.get(f"admin/disputes/{at_stripe}/evidence", token=token).status_code == 403
        assert api.get(f"admin/disputes/{at_stripe}/evidence.pdf", token=token).status_code == 403
        assert api.post(f"admin/disputes/{at_stripe}/evidence", {}, token=token).status_code == 403

    def test_another_region_has_no_such_dispute(self, stripe, at_stripe, api, mena):
        with tenancy.scope(mena):
            token = staff_token("finance")

        answers = [
            api.get(f"admin/disputes/{at_stripe}/{path}", token=token, tenant="mena").status_code for path in ("evidence", "evidence.pdf")
        ]

        assert answers == [404, 404]

    def test_it_is_read_and_sent_by_http(self, stripe, at_stripe, api):
        token = staff_token("finance")

        file = api.get(f"admin/disputes/{at_stripe}/evidence.pdf", token=token)
        sent = api.post(f"admin/disputes/{at_stripe}/evidence", {"note": "It was delivered."}, token=token)

        assert (file.status_code, file["Content-Type"], file.content[:4]) == (200, "application/pdf", b"%PDF")
        assert (sent.status_code, sent.json()["state"]) == (201, "sent")
        assert api.get(f"admin/disputes/{at_stripe}/evidence", token=token).json()["can_send"] is False
