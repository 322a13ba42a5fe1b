"""What is sent to a vendor's own system: what has changed, signed, again after a failure, and to nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.apps.catalog.tests.factories import make_product
from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders.tests.factories import make_cart, make_listing, part_of, place
from marketplace.apps.payouts.events import PayoutPaid
from marketplace.apps.returns.events import ReturnChanged
from marketplace.apps.staff.tests.factories import STAFF_ACTOR
from marketplace.apps.vendors import services as vendor_services
from marketplace.apps.vendors.errors import VendorNotSelling
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, make_vendor, owner_of
from marketplace.apps.webhooks import queries, services, tasks
from marketplace.apps.webhooks.domain.retrying import DISABLED_AFTER, MAX_ATTEMPTS, RETRY_AFTER
from marketplace.apps.webhooks.models import WebhookDelivery, WebhookEndpoint
from marketplace.apps.webhooks.providers import http
from marketplace.apps.webhooks.services.deliveries import AT_ONCE, BATCH, CLAIM_LIFE, KEPT
from marketplace.apps.webhooks.services.endpoints import MAX_ENDPOINTS
from marketplace.apps.webhooks.types import EVENT_TYPES, Change
from marketplace.foundation import clock, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.mail.testing import committed
from marketplace.kit.pages import PageRequest
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]


def make(vendor, url: str, event_types=EVENT_TYPES):
    return services.create_endpoint(vendor_id=vendor.id, url=url, description="ERP", event_types=event_types, actor=VENDOR_ACTOR, now=NOW)


@pytest.fixture
def made(vendor, receiver):
    return make(vendor, receiver.url)


def announce(vendor, *subject_ids: str, event_type: str = "order.changed", now=NOW) -> None:
    services.announce([Change(vendor_id=vendor.id, event_type=event_type, subject_id=one) for one in subject_ids], now=now)


def send_due(now=NOW) -> int:
    claimed = services.claim_due(now=now)
    services.send(claimed, now=now)
    return len(claimed)


def log_of(vendor, made):
    return queries.list_deliveries(vendor.id, made.endpoint.id, PageRequest(100)).items


class TestWhatIsSent:
    def test_names_what_has_changed_and_is_signed(self, vendor, made, receiver):
        announce(vendor, "vord_1")

        assert send_due() == 1

        (request,) = receiver.received
        assert request.content == {"type": "order.changed", "timestamp": "2026-11-02T12:00:00Z", "tenant": "eu", "data": {"id": "vord_1"}}
        assert request.is_signed_by(made.secret)
        assert request.headers["webhook-timestamp"] == str(int(NOW.timestamp()))
        assert request.headers["host"].startswith("localhost:")
        (delivery,) = log_of(vendor, made)
        assert (delivery.id, delivery.state, delivery.answer_status) == (request.headers["webhook-id"], "delivered", 204)

    def test_changes_before_the_first_attempt_are_one_request(self, vendor, made, receiver):
        announce(vendor, "prod_1", "prod_1", event_type="product.changed")
        announce(vendor, "prod_1", event_type="product.changed")
        send_due()
        announce(vendor, "prod_1", event_type="product.changed")
        send_due()

        assert [request.content["data"]["id"] for request in receiver.received] == ["prod_1", "prod_1"]

    def test_is_the_vendors_own_and_of_the_kinds_that_it_asked_for(self, vendor, made, receiver):
        other = make_vendor()
        make(other, receiver.url, event_types=["payout.changed"])
        announce(vendor, "vord_1")
        announce(other, "vord_2")
        announce(other, "pout_2", event_type="payout.changed")

        send_due()

        assert {request.content["data"]["id"] for request in receiver.received} == {"vord_1", "pout_2"}

    def test_an_order_a_product_a_return_and_a_payout_of_the_vendors_are_announced(self, receiver, drain, sandbox):
        mug = make_listing()
        made = services.create_endpoint(
            vendor_id=mug.vendor_id, url=receiver.url, description="", event_types=EVENT_TYPES, actor=VENDOR_ACTOR, now=NOW
        )
        done = place(make_cart((mug, 1)))
        make_product(vendor=make_vendor().id)
        with tenancy.atomic():
            outbox.publish(PayoutPaid(payout_id="pout_1", vendor_id=mug.vendor_id), now=NOW)
            changed = {"order_id": "ord_1", "vendor_order_id": "vord_1", "vendor_id": mug.vendor_id, "state": "requested"}
            outbox.publish(ReturnChanged(return_id="ret_1", **changed), now=NOW)
        drain()

        found = queries.list_deliveries(mug.vendor_id, made.endpoint.id, PageRequest(100)).items

        part = part_of(order_queries.get_any_order(done.checkout.order_id), mug)
        expected = {("order.changed", part.id), ("product.changed", mug.id), ("return.changed", "ret_1"), ("payout.changed", "pout_1")}
        assert {(delivery.event_type, delivery.subject_id) for delivery in found} == expected


class TestFailures:
    def test_is_sent_again_with_its_id_and_failed_after_the_last_attempt(self, vendor, made, receiver):
        receiver.statuses = [500] * MAX_ATTEMPTS
        announce(vendor, "vord_1")
        at, ids = NOW, set()
        for wait in [timedelta(0), *RETRY_AFTER]:
            assert send_due(at + wait - timedelta(seconds=1)) == 0 or wait == timedelta(0)
            at += wait
            send_due(at)
            ids.add(receiver.received[-1].headers["webhook-id"])

        (delivery,) = log_of(vendor, made)
        assert (delivery.state, delivery.attempts, delivery.failure, delivery.answer_status) == ("failed", MAX_ATTEMPTS, "answer", 500)
        assert (len(receiver.received), len(ids)) == (MAX_ATTEMPTS, 1)

    @pytest.mark.parametrize(("status", "failure"), [(302, "answer"), (404, "answer"), (500, "answer")])
    def test_only_2xx_counts_and_a_redirect_is_not_followed(self, vendor, made, receiver, status, failure):
        receiver.statuses = [status]
        announce(vendor, "vord_1")
        send_due()

        (delivery,) = log_of(vendor, made)
        assert (delivery.state, delivery.failure, len(receiver.received)) == ("pending", failure, 1)

    def test_says_why_nothing_came(self, vendor, receiver):
        receiver.stop()
        deaf, nowhere = make(vendor, receiver.url), make(vendor, "https://nowhere.invalid/")
        announce(vendor, "vord_1")
        send_due()

        assert [log_of(vendor, endpoint)[0].failure for endpoint in (deaf, nowhere)] == ["no_connection", "unknown_host"]

    def test_an_endpoint_that_fails_for_days_is_turned_off_and_its_owners_get_a_mail(
        self, vendor, made, receiver, django_capture_on_commit_callbacks
    ):
        owner_of(vendor.id)
        receiver.statuses = [500] * 3
        announce(vendor, "vord_1")
        send_due()
        announce(vendor, "vord_2", now=NOW + DISABLED_AFTER)
        with committed(django_capture_on_commit_callbacks) as outbox:
            send_due(NOW + DISABLED_AFTER)

        endpoint = queries.get_endpoint(vendor.id, made.endpoint.id)
        assert (endpoint.state, endpoint.disabled_reason) == ("disabled", "failing")
        assert [vendor.name in sent.subject for sent in outbox] == [True]
        announce(vendor, "vord_3", now=NOW + DISABLED_AFTER)
        assert send_due(NOW + 2 * DISABLED_AFTER) == 0

        on = services.change_endpoint(
            vendor_id=vendor.id, endpoint_id=endpoint.id, etag=endpoint.etag, is_active=True, actor=VENDOR_ACTOR, now=NOW
        )
        assert (on.state, on.disabled_reason, on.failing_since) == ("active", "", None)

    def test_a_success_in_between_forgets_that_it_failed(self, vendor, made, receiver):
        receiver.statuses = [500]
        announce(vendor, "vord_1")
        send_due()
        announce(vendor, "vord_2")
        send_due()

        assert queries.get_endpoint(vendor.id, made.endpoint.id).failing_since is None

    def test_an_endpoint_that_says_it_is_gone_is_turned_off_at_once(self, vendor, made, receiver):
        receiver.statuses = [410]
        announce(vendor, "vord_1")
        send_due()

        assert queries.get_endpoint(vendor.id, made.endpoint.id).disabled_reason == "gone"

    def test_what_a_worker_left_undone_has_failed_and_is_tried_again(self, vendor, made, receiver):
        announce(vendor, "vord_1")
        assert len(services.claim_due(now=NOW)) == 1
        ran_out = NOW + CLAIM_LIFE

        assert services.claim_due(now=ran_out) == []

        (delivery,) = log_of(vendor, made)
        assert (delivery.state, delivery.attempts, delivery.failure) == ("pending", 1, "timeout")
        assert delivery.next_attempt_at == ran_out + RETRY_AFTER[0]
        assert send_due(ran_out + RETRY_AFTER[0]) == 1
        assert (log_of(vendor, made)[0].state, len(receiver.received)) == ("delivered", 1)

    def test_what_is_left_undone_every_time_fails_in_the_end(self, vendor, made):
        announce(vendor, "vord_1")
        for _ in range(MAX_ATTEMPTS):
            WebhookDelivery.objects.update(next_attempt_at=NOW)
            assert len(services.claim_due(now=NOW)) == 1
            services.claim_due(now=NOW + CLAIM_LIFE)

        (delivery,) = log_of(vendor, made)
        assert (delivery.state, delivery.attempts, delivery.next_attempt_at) == ("failed", MAX_ATTEMPTS, None)

    def test_a_worker_whose_claim_has_run_out_sends_nothing_and_notes_nothing(self, vendor, made, receiver):
        announce(vendor, "vord_1")
        claimed = services.claim_due(now=NOW)

        services.send(claimed, now=NOW + CLAIM_LIFE)

        assert receiver.received == []
        assert log_of(vendor, made)[0].state == "pending"

    def test_one_that_is_under_way_is_not_replayed(self, vendor, made, receiver):
        announce(vendor, "vord_1")
        (delivery_id,) = services.claim_due(now=NOW)
        named = {"vendor_id": vendor.id, "endpoint_id": made.endpoint.id, "delivery_id": delivery_id}

        services.replay(**named, actor=VENDOR_ACTOR, now=NOW)
        services.send([delivery_id], now=NOW)

        assert [(delivery.state, delivery.attempts) for delivery in log_of(vendor, made)] == [("delivered", 1)]


class TestAtOnce:
    def test_one_endpoint_has_only_so_many_requests_at_once(self, vendor, made, receiver):
        other = make_vendor()
        make(other, receiver.url)
        announce(vendor, *(f"vord_{number}" for number in range(AT_ONCE + 3)))
        announce(other, "vord_other", now=NOW)
        claimed = services.claim_due(now=NOW)

        assert len(claimed) == AT_ONCE + 1
        assert services.claim_due(now=NOW + timedelta(seconds=5)) == []
        services.send(claimed, now=NOW)
        assert len(services.claim_due(now=NOW + timedelta(seconds=5))) == 3

    def test_a_receiver_that_answers_letter_by_letter_fails_in_time_and_keeps_nobody_waiting(self, receiver, dripping):
        (to_made, to_slow) = (http.Request(url=url, body=b"{}", headers={}) for url in (receiver.url, dripping.url))

        outcomes = http.post_all([to_slow, to_made], within_s=0.5)

        assert [(outcome.status, outcome.failure) for outcome in outcomes] == [(None, "timeout"), (204, "")]
        assert dripping.was_hung_up_on.wait(10)

    def test_what_cannot_be_sent_keeps_nobody_waiting(self, vendor, made, receiver):
        nameless, unreadable = make(vendor, f"https://{'a' * 64}.example/"), make(vendor, receiver.url)
        WebhookEndpoint.objects.filter(pk=unreadable.endpoint.id).update(secret="nobody's")
        announce(vendor, "vord_1")

        send_due()

        failures = [log_of(vendor, endpoint)[0].failure for endpoint in (made, nameless, unreadable)]
        assert failures == ["", "unknown_host", "no_connection"]
        assert len(receiver.received) == 1


class TestSecrets:
    def test_the_former_secret_signs_for_a_day_after_a_new_one(self, vendor, made, receiver):
        rotated = services.rotate_secret(vendor_id=vendor.id, endpoint_id=made.endpoint.id, actor=VENDOR_ACTOR, now=NOW)
        announce(vendor, "vord_1")
        send_due(NOW)
        announce(vendor, "vord_2")
        send_due(NOW + timedelta(days=1))

        signed = [(request.is_signed_by(made.secret), request.is_signed_by(rotated.secret)) for request in receiver.received]
        assert signed == [(True, True), (False, True)]

    def test_is_encrypted_at_rest_for_its_endpoint_alone(self, vendor, made, receiver):
        from marketplace.apps.webhooks.services.secrets import secrets_of
        from marketplace.foundation.encryption import CannotDecrypt

        row = WebhookEndpoint.objects.get(pk=made.endpoint.id)
        assert made.secret not in row.secret
        row.secret = WebhookEndpoint.objects.get(pk=make(vendor, receiver.url).endpoint.id).secret
        with pytest.raises(CannotDecrypt):
            secrets_of(row, now=NOW)


def test_a_failed_delivery_can_be_replayed_and_one_that_waits_comes_at_once(vendor, made, receiver):
    receiver.statuses = [500]
    announce(vendor, "vord_1")
    send_due()
    (delivery,) = log_of(vendor, made)
    named = {"vendor_id": vendor.id, "endpoint_id": made.endpoint.id, "delivery_id": delivery.id}

    services.replay(**named, actor=VENDOR_ACTOR, now=NOW)
    announce(vendor, "vord_1")  # a later change is a request of its own
    assert send_due() == 2
    services.replay(**named, actor=VENDOR_ACTOR, now=NOW)
    send_due()

    assert [request.headers["webhook-id"] for request in receiver.received].count(delivery.id) == 3
    assert {one.state for one in log_of(vendor, made)} == {"delivered"}


@pytest.mark.parametrize("changed", [{"is_active": True}, {"url": "https://elsewhere.example/"}])
def test_a_vendor_that_does_not_sell_neither_turns_an_endpoint_on_nor_points_it_elsewhere(vendor, made, drain, changed):
    vendor_services.close_vendor(vendor_id=vendor.id, reason="Gone", actor=STAFF_ACTOR, now=NOW)
    drain()
    endpoint = queries.get_endpoint(vendor.id, made.endpoint.id)
    named = {"vendor_id": vendor.id, "endpoint_id": endpoint.id, "etag": endpoint.etag, "actor": VENDOR_ACTOR, "now": NOW}

    with pytest.raises(VendorNotSelling):
        services.change_endpoint(**named, **changed)

    assert queries.get_endpoint(vendor.id, endpoint.id) == endpoint
    assert services.change_endpoint(**named, description="Till").description == "Till"


def test_nothing_is_sent_for_a_vendor_that_has_left(vendor, made, receiver, drain):
    vendor_services.close_vendor(vendor_id=vendor.id, reason="Gone", actor=STAFF_ACTOR, now=NOW)
    drain()
    announce(vendor, "vord_1")

    assert send_due() == 0
    assert queries.get_endpoint(vendor.id, made.endpoint.id).disabled_reason == "closed"


def test_old_deliveries_are_forgotten(vendor, made):
    announce(vendor, "vord_1")
    announce(vendor, "vord_2", now=NOW + timedelta(days=1))

    services.purge(now=NOW + KEPT + timedelta(hours=1))

    assert [delivery.subject_id for delivery in WebhookDelivery.objects.all()] == ["vord_2"]


def test_the_task_sends_what_is_due_batch_after_batch(vendor, receiver, django_capture_on_commit_callbacks):
    for _ in range(MAX_ENDPOINTS):
        make(vendor, receiver.url)
    subjects = [f"vord_{number}" for number in range(AT_ONCE + 1)]
    announce(vendor, *subjects, now=clock.now())

    with committed(django_capture_on_commit_callbacks):  # tasks run in place
        tasks.send_due()

    assert MAX_ENDPOINTS * AT_ONCE == BATCH
    assert set(WebhookDelivery.objects.values_list("state", "failure", "attempts")) == {("delivered", "", 1)}
    assert sorted(request.content["data"]["id"] for request in receiver.received) == sorted(subjects * MAX_ENDPOINTS)
