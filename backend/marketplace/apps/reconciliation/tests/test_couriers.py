"""Cash that couriers collect: theirs to remit, matched by the tracking number, and paid to the vendor only then."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from marketplace.apps.orders import queries as order_queries
from marketplace.apps.orders import services as order_services
from marketplace.apps.orders.models import Collection
from marketplace.apps.orders.tests.factories import CASH, cancel_units, deliver_all, make_listing, make_order, part_of, send_parcel
from marketplace.apps.orders.types import RefundReason, RefundRequest
from marketplace.apps.payouts import queries as payout_queries
from marketplace.apps.reconciliation import services
from marketplace.apps.reconciliation.models import Difference, Entry, Report
from marketplace.apps.reconciliation.tests.factories import (
    FINANCE,
    LATER,
    a_parcel,
    assert_clean,
    euro,
    open_differences,
    remit,
    remittance_of,
)
from marketplace.apps.reconciliation.tests.statements import an_entry, details, upload_statement
from marketplace.apps.reconciliation.types import DifferenceState
from marketplace.apps.shipping.tests.factories import make_courier
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import VENDOR_ACTOR, vendor_token
from marketplace.kit.errors import InvalidInput
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant", "sandbox"), pytest.mark.django_db(transaction=True)]

HELD = "cash:aramex"


@pytest.fixture
def mug():
    """With its delivery one costs 25.00, which the courier collects."""
    make_courier()
    return make_listing(stock=50, courier="aramex")


@pytest.fixture
def sold(mug, drain):
    """Two mugs, delivered as parcel P1 and paid with 45.00."""
    part = deliver_all(part_of(make_order((mug, 2), payment=CASH), mug), tracking_number="P1")
    drain()
    return part


def refund(part, amount):
    """For products that came late: the commission is returned."""
    about = {"note": "", "by": "vendor", "actor": VENDOR_ACTOR, "request_key": "r1", "now": NOW + timedelta(days=2)}
    whose = {"vendor_id": part.vendor_id, "vendor_order_id": part.id}
    order_services.refund_sale(wanted=RefundRequest(amount=amount), reason=RefundReason.LATE, **whose, **about)


def balance(part):
    found = next(item for item in payout_queries.balances(part.vendor_id, now=LATER) if item.currency == "EUR")
    return found.pending.minor, found.payable.minor


class TestWhatACourierCollected:
    def test_is_owed_by_the_courier_and_to_the_vendor_less_commission(self, sold):
        assert (euro(HELD), euro(f"cash:{sold.vendor_id}")) == (-4_500, 0)
        assert balance(sold) == (4_016, 0)
        assert_clean()

    def test_is_payable_once_it_is_remitted(self, sold, drain):
        report = remit(a_parcel("P1", 4_500, fee=150))
        drain()

        assert (report.row_count, report.matched_count, report.open_count) == (3, 3, 0)
        assert balance(sold) == (0, 4_016)
        assert (euro(HELD), euro("bank:in_transit"), euro("operator:provider_fees")) == (0, -4_350, -150)
        assert_clean()

    def test_ends_at_the_bank(self, sold):
        remit(a_parcel("P1", 4_500, fee=150))

        statement = upload_statement(an_entry("b1", "43.50", details(text="R-1 ARAMEX COD")))

        assert (statement.open_count, euro("bank:in_transit"), euro("bank:settlements")) == (0, 0, -4_350)

    def test_is_divided_among_parcels_by_their_units(self, drain):
        make_courier()
        odd = make_listing(price_minor=3_333, stock=9, courier="aramex")
        part = part_of(make_order((odd, 4), payment=CASH), odd)
        cancel_units(part)
        for number in ("P1", "P2"):
            part = send_parcel(part, 1, key=number, tracking_number=number)
        part = send_parcel(part, 1, key="P3", tracking_number="P2")
        for shipment in part.shipments:
            whose = {"vendor_id": part.vendor_id, "vendor_order_id": part.id}
            order_services.deliver(shipment_id=shipment.id, now=NOW + timedelta(days=2), **whose)
        drain()

        found = dict(Collection.objects.values_list("tracking_number", "amount_minor"))

        assert found == {"P1": 3_333 + 500, "P2": 6_666}
        assert_clean()

    def test_needs_a_tracking_number(self, mug):
        part = part_of(make_order((mug, 1), payment=CASH), mug)

        with pytest.raises(InvalidInput) as refused:
            send_parcel(part, 1, tracking_number="")

        assert [error.field for error in refused.value.errors] == ["tracking_number"]

    def test_is_the_vendors_where_its_method_names_no_courier(self, drain):
        own = make_listing()
        part = deliver_all(part_of(make_order((own, 1), payment=CASH), own), tracking_number="P1")
        drain()

        assert not Collection.objects.exists()
        assert balance(part)[1] < 0

    def test_is_nothing_where_the_card_has_paid(self, mug):
        part = part_of(make_order((mug, 1)), mug)

        assert part.courier == ""
        assert deliver_all(part, tracking_number="").delivered_at is not None

    def test_of_a_part_that_brings_no_cash_is_awaited_by_nobody(self, sold):
        nothing = Money(0, "EUR")
        lines = [msgspec.structs.replace(line, total=nothing) for line in sold.lines]
        free = msgspec.structs.replace(sold, id="vor_free", shipping=nothing, lines=lines)

        assert order_queries.owed_by_couriers([sold, free]) == {sold.id}

    def test_refunds_of_it_are_the_vendors_to_return(self, sold, drain):
        remit(a_parcel("P1", 4_500))
        refund(sold, Money(1_000, "EUR"))
        drain()

        assert balance(sold) == (0, 4_016 + 121)  # the commission on it, and its VAT
        assert_clean()


class TestDifferences:
    def test_too_little_waits_for_staff_and_so_does_the_vendor(self, sold, drain):
        remit(a_parcel("P1", 4_000))
        drain()

        assert open_differences() == [("other_amount", "charge", 4_500, 4_000)]
        assert (balance(sold), euro(HELD)) == ((4_016, 0), -500)
        assert_clean()

        resolve(Difference.objects.get())
        drain()

        assert (balance(sold), euro(HELD)) == ((0, 4_016), -500)  # what the courier still owes
        assert_clean()

    def test_a_parcel_that_nobody_knows_is_one(self, sold):
        report = remit(a_parcel("P9", 700), a_parcel("P1", 4_500))

        assert report.open_count == 1
        assert open_differences() == [("missing_here", "charge", None, 700)]

    def test_a_parcel_that_two_vendor_orders_name_pays_neither(self, sold, mug, drain):
        deliver_all(part_of(make_order((mug, 2), payment=CASH), mug), tracking_number="P1")
        drain()

        remit(a_parcel("P1", 4_500))

        assert open_differences() == [("missing_here", "charge", None, 4_500)]
        assert not Collection.objects.exclude(settled_at=None).exists()

    def test_a_parcel_that_is_remitted_twice_is_one(self, sold):
        remit(a_parcel("P1", 4_500))

        remit(a_parcel("P1", 4_500, remittance="R-2"))

        assert open_differences() == [("missing_here", "charge", None, 4_500)]

    def test_a_parcel_that_a_second_sheet_adds_to_a_remittance_is_taken_in(self, sold, mug, drain):
        deliver_all(part_of(make_order((mug, 1), payment=CASH), mug), tracking_number="P2")
        remit(a_parcel("P1", 4_500, fee=150))

        whole = remit(a_parcel("P1", 4_500, fee=150), a_parcel("P2", 2_500, fee=50))
        again = remit(a_parcel("P2", 2_500, fee=50))

        found = Entry.objects.exclude(kind="charge").order_by("reference").values_list("kind", "reference", "amount_minor")
        assert list(found) == [
            ("transfer", "R-1", -4_350),
            ("fee", "R-1/P2/fee", -50),
            ("transfer", "R-1/P2/sent", -2_450),
            ("fee", "R-1/fee", -150),
        ]
        assert (whole.known_count, again.known_count, euro("bank:in_transit")) == (1, 1, -6_800)
        assert open_differences() == []

    def test_what_no_remittance_has_is_one_after_a_while(self, sold, mug, drain):
        deliver_all(part_of(make_order((mug, 1), payment=CASH), mug), tracking_number="P2", now=NOW + timedelta(days=8))
        drain()
        remit(a_parcel("P2", 2_500, at=NOW + timedelta(days=8)))

        services.look_again(provider=HELD, now=LATER)

        assert open_differences() == [("missing_there", "charge", 4_500, None)]
        resolve(Difference.objects.get())
        drain()
        assert balance(sold)[0] == 0
        assert_clean()

    def test_a_delivery_that_is_said_too_late_matches_the_next_day(self, mug, drain):
        part = part_of(make_order((mug, 2), payment=CASH), mug)
        remit(a_parcel("P1", 4_500))
        deliver_all(part, tracking_number="P1")
        drain()

        services.look_again(provider=HELD, now=LATER)
        drain()

        assert (open_differences(), balance(order_queries.get_vendor_order(part.vendor_id, part.id))) == ([], (0, 4_016))
        assert_clean()


class TestOverHttp:
    def test_a_file_is_taken_in_once_by_finance(self, api, sold):
        content = remittance_of(a_parcel("P1", 4_500, fee=150))

        answers = [send(api, content, key=key) for key in ("one", "one", "two")]

        assert [answer.status_code for answer in answers] == [201] * 3
        assert (answers[0].json()["provider"], answers[0].json()["matched_count"]) == (HELD, 3)
        assert (Report.objects.count(), Entry.objects.count()) == (1, 3)
        assert send(api, content, token=staff_token("support")).status_code == 403
        assert send(api, content, token=vendor_token(sold.vendor_id)).status_code == 403

    def test_what_is_wrong_is_named_by_row_and_column(self, api, sold):
        wrong = [
            {**a_parcel("P1", 4_500), "collected": "45,00"},
            {**a_parcel("P2", 4_500), "currency": "XXX"},
            {**a_parcel("", 4_500)},
            {**a_parcel("P4", 4_500), "collected": "0"},
            {**a_parcel("P5", 4_500), "remitted_at": "yesterday"},
            a_parcel("P6", 4_500),
            a_parcel("P6", 4_500),
        ]

        answer = send(api, remittance_of(*wrong))

        assert answer.status_code == 422
        assert [(error["field"], error["code"]) for error in answer.json()["errors"]] == [
            ("file.2.collected", "invalid_amount"),
            ("file.3.currency", "unknown_currency"),
            ("file.4.tracking_number", "required"),
            ("file.5.collected", "invalid_amount"),
            ("file.6.remitted_at", "invalid_time"),
            ("file.8.tracking_number", "duplicate_row"),
        ]
        assert not Report.objects.exists()

    def test_what_an_earlier_report_says_otherwise_and_times_out_of_reach_are_named_by_the_files_columns(self, api, sold):
        send(api, remittance_of(a_parcel("P1", 4_500)))
        early = {**a_parcel("P2", 4_500, remittance="R-2"), "collected_at": "2001-01-01T00:00:00Z"}

        changed, old = (send(api, remittance_of(row)) for row in (a_parcel("P1", 4_400), early))

        assert {error["field"] for error in changed.json()["errors"]} == {"file.2.remittance"}
        assert [error["field"] for error in old.json()["errors"]] == ["file.2.collected_at"]

    @pytest.mark.parametrize("provider", ["", "dhl", "sandbox", HELD])
    def test_a_courier_that_the_region_does_not_have_is_refused(self, api, sold, provider):
        answer = send(api, remittance_of(a_parcel("P1", 4_500)), provider=provider)

        assert [error["field"] for error in answer.json()["errors"]] == ["provider"]


def send(api, content, *, provider="aramex", token=None, key=None):
    body = {"format": "courier", "provider": provider}
    file = SimpleUploadedFile("aramex.csv", content)
    return api.post("admin/settlement-reports", body, files={"file": file}, token=token or staff_token("finance"), key=key)


def resolve(row):
    services.change_difference(
        difference_id=row.id, etag=str(row.version), state=DifferenceState.RESOLVED, reason="Lost by the courier", actor=FINANCE, now=LATER
    )
