"""How a payment is assessed: by rules, by the model where there is one, and by rules again where it is broken."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from django.db import connections

from marketplace.apps.fraud import queries, services, subscribers
from marketplace.apps.fraud.domain import classifier as trees
from marketplace.apps.fraud.models import PaymentRisk, RiskModel
from marketplace.apps.fraud.tests.factories import amount_alone, assessed, attempt
from marketplace.apps.fraud.types import Classifier, Label, Outcome, ReviewState, RiskLevel
from marketplace.apps.payments.events import PaymentFailed, PaymentSucceeded
from marketplace.foundation import rows, tenancy
from marketplace.foundation.metrics.testing import value
from marketplace.foundation.postgres import sql
from marketplace.foundation.tenancy import directory
from marketplace.kit.actors import Actor
from marketplace.kit.ids import new_id
from marketplace.kit.money import Money
from marketplace.testing import NOW

pytestmark = pytest.mark.usefixtures("tenant")

HOUR_AGO = NOW - timedelta(minutes=30)


def use(classifier: Classifier, version_id: str = "") -> str:
    version_id = version_id or new_id("mdl", at=NOW)
    with tenancy.atomic():
        services.store_model(version_id=version_id, classifier=classifier)
        services.use_model(version_id=version_id)
    return version_id


def reasons(risk: PaymentRisk) -> list[str]:
    return [reason["code"] for reason in risk.reasons]


class TestRules:
    def test_an_ordinary_payment_is_allowed_and_noted(self):
        risk = assessed()

        assert (risk.level, risk.review, risk.reasons, risk.model) == (RiskLevel.ALLOW, ReviewState.NONE, [], "")
        assert 0 < risk.score < 0.01

    def test_declines_of_a_network_within_the_hour_lead_to_a_review(self):
        for _ in range(3):
            tried = assessed(network="203.0.113.7", now=HOUR_AGO)
            services.note_outcomes({tried.payment_id: Outcome.DECLINED})

        risk = assessed(network="203.0.113.7")

        assert (risk.level, risk.review) == (RiskLevel.REVIEW, ReviewState.OPEN)
        assert reasons(risk) == ["many_declines"]
        assert risk.features["declined_hour"] == 3

    def test_what_was_longer_ago_does_not(self):
        for _ in range(3):
            tried = assessed(network="203.0.113.7", now=NOW - timedelta(hours=2))
            services.note_outcomes({tried.payment_id: Outcome.DECLINED})

        assert assessed(network="203.0.113.7").level == RiskLevel.ALLOW

    def test_many_addresses_of_one_network_are_challenged(self):
        for _ in range(4):
            assessed(network="203.0.113.8", now=HOUR_AGO)

        risk = assessed(network="203.0.113.8")

        assert (risk.level, reasons(risk)) == (RiskLevel.CHALLENGE, ["many_emails_of_a_network"])

    def test_who_was_fraud_before_is_remembered_by_e_mail_address(self):
        before = assessed(email="R1@Example.com", now=NOW - timedelta(days=200))
        services.note_disputes([before.payment_id], label=Label.FRAUD)

        risk = assessed(email="r1@example.com")

        assert (reasons(risk), risk.level) == (["was_fraud_before"], RiskLevel.REVIEW)

    @pytest.mark.parametrize(
        ("shared", "code"), [({"network": "203.0.113.7"}, "fraud_of_a_network"), ({"delivered_to": "a street"}, "fraud_at_a_place")]
    )
    def test_anothers_fraud_says_little_of_who_shares_a_network_or_place_and_nothing_among_many_honest(self, shared, code):
        old = NOW - timedelta(days=20)
        before = assessed(**shared, now=old)
        services.note_disputes([before.payment_id], label=Label.FRAUD)

        risk = assessed(**shared)
        assert (reasons(risk), risk.level) == ([code], RiskLevel.CHALLENGE)

        for number in range(4):
            honest = assessed(**shared, email="one@example.com", now=old - timedelta(days=number))
            services.note_outcomes({honest.payment_id: Outcome.PAID})
        assert code not in reasons(assessed(**shared))

    def test_an_unknown_network_or_place_is_no_ones(self):
        for _ in range(6):
            assessed(network="", delivered_to="", now=HOUR_AGO)

        risk = assessed(network="", delivered_to="")

        assert (risk.features["network_hour"], risk.features["place_emails_month"]) == (0, 0)

    def test_a_history_that_takes_too_long_is_left_out(self):
        def sleep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            if "known AS MATERIALIZED" in str(sql):
                execute("SELECT pg_sleep(30)", None, False, context)
            return execute(sql, params, many, context)

        before = value("globalmarket_model_call_seconds_count", tenant="eu", model="fraud_history", outcome="late")
        made, connection = attempt(billing_country="US"), connections[tenancy.current().slug]
        with tenancy.atomic(), connection.execute_wrapper(sleep):
            services.assess(made, now=NOW)

        assert reasons(PaymentRisk.objects.get(pk=made.payment_id)) == ["billed_abroad"]
        assert value("globalmarket_model_call_seconds_count", tenant="eu", model="fraud_history", outcome="late") == before + 1

    def test_the_deadline_of_the_history_holds_for_it_alone(self):
        with tenancy.atomic():
            before = sql.row("SHOW statement_timeout", {})
            services.assess(attempt(), now=NOW)

            assert sql.row("SHOW statement_timeout", {}) == before

    def test_the_same_payment_is_assessed_once(self):
        made = attempt()
        with tenancy.atomic():
            first = services.assess(made, now=NOW)
            again = services.assess(made, now=NOW)

        assert (first, again) == (RiskLevel.ALLOW, RiskLevel.ALLOW)
        assert PaymentRisk.objects.count() == 1

    def test_no_address_of_a_person_is_stored(self):
        risk = assessed(email="noor@example.com", network="203.0.113.9", delivered_to="herengracht 1")

        stored = " ".join(str(getattr(risk, field.name)) for field in PaymentRisk._meta.fields)
        assert "noor" not in stored
        assert "203.0.113.9" not in stored
        assert "herengracht" not in stored

    def test_another_region_knows_nothing_of_it(self):
        before = assessed(email="r1@example.com", now=NOW - timedelta(days=20))
        services.note_disputes([before.payment_id], label=Label.FRAUD)

        with tenancy.scope(directory.get("mena")):
            assert reasons(assessed(email="r1@example.com", amount=Money(2_000, "KWD"))) == []

    def test_a_region_that_has_switched_checks_off_allows_everything_and_notes_nothing(self):
        off = tenancy.current()
        with tenancy.scope(_with_settings(off, fraud_checks=False)), tenancy.atomic():
            assert services.assess(attempt(amount=Money(10**7, "EUR")), now=NOW) == RiskLevel.ALLOW

        assert not PaymentRisk.objects.exists()

    def test_a_region_says_from_which_score_on_people_look(self):
        with tenancy.scope(_with_settings(tenancy.current(), fraud_review_percent=1, fraud_challenge_percent=1)):
            risk = assessed(billing_country="US")

        assert (risk.review, reasons(risk)) == (ReviewState.OPEN, ["billed_abroad"])


class TestModel:
    def test_the_model_in_use_scores_and_its_reasons_are_named(self):
        for _ in range(5):
            assessed()
        version = use(amount_alone())

        risk = assessed(amount=Money(20_000, "EUR"))

        assert (risk.model, risk.level, "amount_ratio" in reasons(risk)) == (version, RiskLevel.REVIEW, True)
        assert risk.score > 0.9

    def test_it_says_the_same_of_all_features_as_they_were(self):
        model = amount_alone()

        probability, found = trees.probability_of(model, {"amount_ratio": 5.0})

        assert round(probability, 3) == 0.982
        assert [(reason.code, reason.value) for reason in found] == [("amount_ratio", 5.0)]

    @pytest.mark.parametrize(
        "broken", [{"features": ["no_such"], "trees": amount_alone().trees, "slope": 1.0, "intercept": 0.0}, {"trees": "none"}]
    )
    def test_a_broken_one_means_rules_and_is_counted(self, broken):
        version = new_id("mdl", at=NOW)
        rows.insert(RiskModel(version_id=version, classifier=_builtins(broken), is_used=True))
        before = value("globalmarket_model_call_seconds_count", tenant="eu", model="fraud", outcome="broken")

        risk = assessed()

        assert (risk.model, risk.level) == ("", RiskLevel.ALLOW)
        assert value("globalmarket_model_call_seconds_count", tenant="eu", model="fraud", outcome="broken") == before + 1

    def test_without_one_rules_score_again(self):
        use(amount_alone())
        with tenancy.atomic():
            services.use_model(version_id="")

        assert assessed(amount=Money(20_000, "EUR")).model == ""


class TestLearning:
    def test_what_was_paid_long_ago_counts_as_honest_and_a_dispute_as_fraud(self):
        old = NOW - timedelta(days=90)
        paid, disputed, declined = (assessed(now=old) for _ in range(3))
        recent = assessed(now=NOW - timedelta(days=5))
        services.note_outcomes({risk.payment_id: Outcome.PAID for risk in (paid, disputed, recent)})
        services.note_outcomes({declined.payment_id: Outcome.DECLINED})
        services.note_disputes([disputed.payment_id], label=Label.FRAUD)

        labelled = queries.list_labelled(most=10, now=NOW)

        assert sorted(each.is_fraud for each in labelled) == [False, True]

    def test_one_that_was_paid_stays_paid(self):
        risk = assessed()
        services.note_outcomes({risk.payment_id: Outcome.PAID})
        services.note_outcomes({risk.payment_id: Outcome.DECLINED})

        assert PaymentRisk.objects.get(pk=risk.payment_id).outcome == Outcome.PAID

    @pytest.mark.parametrize("ending", [Outcome.DECLINED, Outcome.CANCELED])
    def test_nobody_looks_at_what_was_not_paid_until_it_is(self, ending):
        with tenancy.scope(_with_settings(tenancy.current(), fraud_review_percent=1, fraud_challenge_percent=1)):
            risk = assessed(billing_country="US")

        services.note_outcomes({risk.payment_id: ending})
        assert PaymentRisk.objects.get(pk=risk.payment_id).review == ReviewState.NONE
        services.note_outcomes({risk.payment_id: Outcome.PAID})
        assert PaymentRisk.objects.get(pk=risk.payment_id).review == ReviewState.OPEN
        staff = Actor("staff", "stf_of_tests")
        services.decide(payment_id=risk.payment_id, blocks=False, reason="Known", actor=staff, now=NOW)
        services.note_outcomes({risk.payment_id: ending})
        assert PaymentRisk.objects.get(pk=risk.payment_id).review == ReviewState.CLEARED

    def test_events_of_one_batch_end_as_paid_in_whatever_order(self):
        one, other = assessed(), assessed()
        ids = [{"payment_id": risk.payment_id, "checkout_id": "chk_1", "order_id": risk.order_id} for risk in (one, other)]
        paid = [PaymentSucceeded(**each, captured=Money(2_000, "EUR")) for each in ids]
        failed = [PaymentFailed(**each, failure_code="expired_card") for each in ids]

        subscribers.note_outcomes([paid[0], failed[0], failed[1], paid[1]])

        assert set(PaymentRisk.objects.values_list("outcome", flat=True)) == {Outcome.PAID}

    @pytest.mark.parametrize("heard", [(Label.FRAUD, Label.HONEST), (Label.HONEST, Label.FRAUD)])
    def test_a_dispute_that_was_won_is_no_fraud_in_whatever_order_it_is_heard_of(self, heard):
        risk = assessed()
        for label in heard:
            services.note_disputes([risk.payment_id], label=label)

        assert PaymentRisk.objects.get(pk=risk.payment_id).label == Label.HONEST

    def test_an_erased_customer_is_no_ones(self):
        risk = assessed(customer_id="cus_of_tests", email="noor@example.com")

        services.forget_customer(customer_id="cus_of_tests")

        kept = PaymentRisk.objects.get(pk=risk.payment_id)
        assert (kept.customer_id, kept.email_key, kept.network_key, kept.place_key) == ("", "", "", "")

    def test_old_ones_are_forgotten(self):
        assessed(now=NOW - timedelta(days=401))
        assessed()

        services.forget_old(now=NOW)

        assert PaymentRisk.objects.count() == 1


def _with_settings(tenant: tenancy.Tenant, **settings: object) -> tenancy.Tenant:
    return msgspec.structs.replace(tenant, settings={**tenant.settings, **settings})


def _builtins(content: object) -> object:
    return msgspec.to_builtins(content)
