"""Over HTTP: staff give credit, customers put it on carts and read it; and who may not."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from marketplace.apps.accounts.tests.factories import customer_token, make_customer
from marketplace.apps.carts.documents import CARTS
from marketplace.apps.credit import services
from marketplace.apps.credit.domain.codes import normal_code
from marketplace.apps.credit.models import Credit
from marketplace.apps.credit.tests.factories import FINANCE, SUPPORT, cart_with, give_card, give_store_credit
from marketplace.apps.insights import queries as insight_queries
from marketplace.apps.ledger import queries as ledger_queries
from marketplace.apps.orders.tests.factories import make_cart, place
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.apps.vendors.tests.factories import make_vendor, vendor_token
from marketplace.foundation import tenancy
from marketplace.foundation.audit.models import AuditEntry
from marketplace.kit.ids import hash_secret, new_id
from marketplace.testing import NOW

pytestmark = [pytest.mark.usefixtures("tenant"), pytest.mark.django_db(transaction=True)]

REASON = {"reason": "A late parcel"}
SECOND = "stf_second"


def body_of(minor, **more):
    return {"kind": "gift_card", "amount": {"minor": minor, "currency": "EUR"}, **REASON, **more}


def rules(eu, **settings):
    return tenancy.scope(msgspec.structs.replace(eu, settings={**eu.settings, **settings}))


def issue(api, minor, *, status=201, token=None, key="", **more):
    answer = api.post("admin/credit-issues", body_of(minor, **more), token=token or staff_token("support"), **({"key": key} if key else {}))
    assert answer.status_code == status, answer.content
    return answer.json()


class TestGiving:
    def test_shows_the_code_of_a_gift_card_once_and_stores_its_hash(self, api):
        given = issue(api, 2_500, key="one")
        again = issue(api, 2_500, key="one")

        row = Credit.objects.get()
        assert (given["state"], given["credit_id"], again) == ("issued", row.id, given)
        assert (row.code_hash, row.code_hint) == (hash_secret(normal_code(given["code"])), given["code"][-4:])
        assert api.get(f"admin/credit-issues/{given['id']}", token=staff_token("support")).json()["code"] is None
        assert ledger_queries.get_balance(f"credit:{row.id}", "EUR").minor == 2_500
        assert list(AuditEntry.objects.filter(resource=given["id"]).values_list("action", "reason")) == [
            ("credit.issued", REASON["reason"])
        ]
        assert insight_queries.check_books(now=NOW).is_clean

    def test_above_the_limit_needs_a_second_person(self, api, eu):
        first, second = staff_token("finance", member_id=SUPPORT.id), staff_token("finance", member_id=SECOND)
        with rules(eu, credit_issue_limit_minor={"EUR": 5_000}):
            proposed, within = give_card(5_001), give_card(5_000)

        path = f"admin/credit-issues/{proposed.id}/approve"
        alone = api.post(path, REASON, token=first)
        junior = api.post(path, REASON, token=staff_token("support", member_id="stf_third"))
        before = Credit.objects.count()
        approved = [api.post(path, REASON, token=second, key=key) for key in ("a", "b")]

        assert (proposed.state, proposed.code, proposed.credit_id, within.state) == ("proposed", None, None, "issued")
        assert (alone.status_code, alone.json()["code"]) == (409, "issue_needs_second_person")
        assert (junior.status_code, before) == (403, 1)
        assert [answer.status_code for answer in approved] == [200, 200]
        assert approved[0].json()["code"] == approved[1].json()["code"]
        assert Credit.objects.get(pk=approved[0].json()["credit_id"]).balance_minor == 5_001
        assert insight_queries.check_books(now=NOW).is_clean

    def test_a_rejected_proposal_gives_nothing(self, api, eu):
        with rules(eu, credit_issue_limit_minor={"EUR": 0}):
            proposed = give_card(100)

        rejected = api.post(f"admin/credit-issues/{proposed.id}/reject", REASON, token=staff_token("finance", member_id=SUPPORT.id))
        late = api.post(f"admin/credit-issues/{proposed.id}/approve", REASON, token=staff_token("finance", member_id=SECOND))

        assert (rejected.json()["state"], late.status_code, late.json()["code"]) == ("rejected", 409, "issue_state_forbids")
        assert not Credit.objects.exists()

    def test_store_credit_adds_up_for_its_customer(self, api):
        customer = make_customer().id
        for minor in (700, 300):
            issue(api, minor, kind="store_credit", customer_id=customer)

        own = api.get("store/credits", token=customer_token(customer)).json()["items"]
        others = api.get("store/credits", token=customer_token(make_customer().id)).json()["items"]

        assert [(item["balance"]["minor"], item["available"]["minor"]) for item in own] == [(1_000, 1_000)]
        assert others == []
        assert api.get("store/credits").status_code == 401

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"amount": {"minor": 0, "currency": "EUR"}}, "amount"),
            ({"amount": {"minor": 100, "currency": "KWD"}}, "amount"),
            ({"kind": "store_credit"}, "customer_id"),
            ({"kind": "store_credit", "customer_id": "cus_01J00000000000000000000000"}, "customer_id"),
            ({"customer_id": "cus_01J00000000000000000000000"}, "customer_id"),
            ({"kind": "points"}, "kind"),
        ],
    )
    def test_refuses_what_cannot_be(self, api, more, field):
        assert field in [error["field"] for error in issue(api, 100, status=422, **more)["errors"]]

    def test_refuses_an_expiry_in_the_past_and_who_may_not(self, api):
        assert issue(api, 100, status=409, expires_at="2020-01-01")["code"] == "expiry_passed"
        for token in (staff_token("content"), vendor_token(make_vendor().id), customer_token(make_customer().id)):
            issue(api, 100, status=403, token=token)


class TestALookup:
    def test_reads_the_balance_by_the_code_however_it_is_written(self, api):
        card = give_card(2_500)
        written = str(card.code).replace("-", " ").lower()

        answer = api.post("store/gift-card-lookups", {"code": written}).json()

        assert (answer["balance"]["minor"], answer["code_hint"], answer["problem"]) == (2_500, str(card.code)[-4:], None)

    def test_is_slowed_down_after_wrong_codes_and_not_by_right_ones(self, api):
        card = give_card(100)

        right = [api.post("store/gift-card-lookups", {"code": card.code}).status_code for _ in range(25)]
        wrong = [api.post("store/gift-card-lookups", {"code": "WR0N-G000-0000-0000"}).status_code for _ in range(21)]
        slowed = api.post("store/gift-card-lookups", {"code": card.code})

        assert (set(right), set(wrong)) == ({200}, {404})
        assert slowed.status_code == 429
        assert int(slowed.headers["Retry-After"]) > 0


class TestOnACart:
    def test_pays_what_it_can_by_its_code_and_can_be_taken_off(self, api, mug):
        card, cart = give_card(1_000), make_cart((mug, 1))
        path, owner = f"store/carts/{cart.id}", self.token_of(api, cart)

        added = api.post(f"{path}/gift-cards", {"code": card.code}, headers=owner, key=new_id("key", at=NOW))
        methods = api.get(f"{path}/payment-methods", headers=owner).json()["items"]
        removed = api.delete(f"{path}/gift-cards/{card.credit_id}", headers=owner)
        gone = api.delete(f"{path}/gift-cards/{card.credit_id}", headers=owner)

        body = added.json()
        assert added.status_code == 200, body
        assert (body["quote"]["total"]["minor"], body["quote"]["amount_due"]["minor"]) == (2_500, 1_500)
        assert [(item["kind"], item["reference"], item["amount"]["minor"]) for item in body["quote"]["tenders"]] == [
            ("gift_card", card.credit_id, 1_000)
        ]
        assert [(item["code_hint"], item["problem"]) for item in body["credits"]] == [(str(card.code)[-4:], None)]
        assert str(card.code) not in added.content.decode()
        assert "cash_on_delivery" not in [method["code"] for method in methods]
        assert (removed.json()["quote"]["amount_due"]["minor"], gone.status_code) == (2_500, 404)

    def token_of(self, api, cart):
        cart.token_hash = hash_secret("secret")
        CARTS.replace(cart, etag=cart.etag)
        return {"Cart-Token": "secret"}

    @pytest.mark.parametrize("problem", ["blocked", "expired", "empty"])
    def test_says_why_a_card_pays_nothing(self, api, sandbox, mug, problem):
        card = give_card(1_000, expires_at=NOW + timedelta(seconds=1) if problem == "expired" else None)
        if problem == "blocked":
            services.block_credit(credit_id=str(card.credit_id), reason="Stolen", actor=FINANCE, now=NOW)
        if problem == "empty":
            place(cart_with((mug, 1), cards=(card,)))
        cart = cart_with((mug, 1), cards=(card,))

        seen = api.get(f"store/carts/{cart.id}", headers=self.token_of(api, cart)).json()

        assert [(item["problem"], item["available"]["minor"]) for item in seen["credits"]] == [(problem, 0)]
        assert (seen["quote"]["tenders"], seen["quote"]["amount_due"]["minor"]) == ([], 2_500)

    def test_store_credit_is_for_customers_who_are_logged_in(self, api, mug):
        customer = make_customer().id
        give_store_credit(customer, 400)
        own, guests = make_cart((mug, 1), customer_id=customer), make_cart((mug, 1))

        used = api.patch(f"store/carts/{own.id}", {"uses_store_credit": True}, token=customer_token(customer))
        refused = api.patch(f"store/carts/{guests.id}", {"uses_store_credit": True}, headers=self.token_of(api, guests))

        assert used.json()["quote"]["amount_due"]["minor"] == 2_100
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "uses_store_credit")

    def test_a_wrong_code_and_too_many_cards_change_nothing(self, api, mug):
        cart = cart_with((mug, 1), cards=tuple(give_card(100) for _ in range(5)))
        owner = self.token_of(api, cart)

        wrong = api.post(f"store/carts/{cart.id}/gift-cards", {"code": "ABCD-ABCD-ABCD-ABCD"}, headers=owner)
        sixth = api.post(f"store/carts/{cart.id}/gift-cards", {"code": give_card(100).code}, headers=owner)

        assert (wrong.status_code, sixth.status_code, sixth.json()["code"]) == (404, 422, "cart_limit_reached")
        assert len(api.get(f"store/carts/{cart.id}", headers=owner).json()["credits"]) == 5


class TestStaff:
    def test_block_and_unblock_with_a_reason_and_read_the_history(self, api, sandbox, mug):
        card = give_card(3_000)
        place(cart_with((mug, 1), cards=(card,)))
        path, token = f"admin/credits/{card.credit_id}", staff_token("support")

        blocked = api.post(f"{path}/block", REASON, token=token).json()
        listed = api.get("admin/credits?state=blocked", token=token).json()["items"]
        unblocked = api.post(f"{path}/unblock", REASON, token=token).json()
        history = api.get(f"{path}/movements", token=token).json()["items"]

        assert (blocked["state"], unblocked["state"], [item["id"] for item in listed]) == ("blocked", "active", [card.credit_id])
        assert [(item["type"], item["amount"]["minor"]) for item in history] == [("credit_redeemed", -2_500), ("credit_issued", 3_000)]
        assert [entry.action for entry in AuditEntry.objects.filter(resource=card.credit_id).order_by("pk")] == [
            "credit.blocked",
            "credit.unblocked",
        ]
        assert api.get("admin/credits/crd_01J00000000000000000000000", token=token).status_code == 404
        assert api.post(f"{path}/block", REASON, token=staff_token("content")).status_code == 403

    def test_what_nobody_used_in_time_is_the_operators(self, api):
        card, other = give_card(3_000, expires_at=NOW + timedelta(days=1)), give_card(500)

        done = [services.expire_credits(now=NOW + timedelta(days=2)) for _ in range(2)]

        assert done == [1, 0]
        assert ledger_queries.get_balance("operator:credit_expired", "EUR").minor == 3_000
        assert [Credit.objects.get(pk=item.credit_id).balance_minor for item in (card, other)] == [0, 500]
        assert insight_queries.check_books(now=NOW).is_clean

    def test_credit_expires_by_the_regions_setting(self, eu):
        with rules(eu, credit_validity_days=365):
            card = give_card(100)

        assert Credit.objects.get(pk=card.credit_id).expires_at == NOW + timedelta(days=365)
