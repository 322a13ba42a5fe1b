"""The classifier of fraud in the registry: trained on the region's payments, judged next to rules, and used by checkouts while it is on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from marketplace.apps.fraud.domain import classifier as trees
from marketplace.apps.fraud.domain.features import NAMES
from marketplace.apps.fraud.models import PaymentRisk, RiskModel
from marketplace.apps.fraud.tests.factories import assessed
from marketplace.apps.fraud.types import Labelled, Outcome, ReviewState, RiskLevel
from marketplace.apps.intelligence.domain import fraud_classifier
from marketplace.apps.intelligence.services.fraud import train_fraud
from marketplace.apps.intelligence.types import ModelName
from marketplace.apps.staff.tests.factories import staff_token
from marketplace.foundation import rows
from marketplace.testing import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("tenant")]


def learnable(count: int = 2_400, *, noise: bool = False, seed: int = 3) -> list[Labelled]:
    """Who is new and pays much in the night is a fraud, which no rule says; with ``noise``, nothing is."""
    random = np.random.default_rng(seed)
    made = []
    for place in range(count):
        features = {name: float(random.integers(0, 3)) for name in NAMES}
        features |= {"was_fraud": 0.0, "local_hour": float(random.integers(0, 24)), "amount_ratio": float(random.lognormal(0, 0.8))}
        is_fraud = features["local_hour"] < 5 and features["amount_ratio"] > 1.5
        if noise:
            is_fraud = bool(random.random() < 0.05)
        made.append(
            Labelled(features, is_fraud, 0.01 * features["declined_hour"], features["amount_ratio"], NOW - timedelta(hours=count - place))
        )
    return made


def paid(payments: Sequence[Labelled]) -> None:
    """As they would be in the region's rows, some months later."""
    rows.insert_all(
        [
            PaymentRisk(
                payment_id=f"pay_of_tests_{place}",
                order_id=f"ord_of_tests_{place}",
                email_key=f"e{place}",
                network_key="",
                place_key="",
                currency="EUR",
                amount_minor=1_000,
                method="card",
                country="NL",
                features=payment.features,
                rules_score=payment.rules_score,
                score=payment.rules_score,
                level=RiskLevel.ALLOW,
                reasons=[],
                outcome=Outcome.PAID,
                label="fraud" if payment.is_fraud else "unknown",
                review=ReviewState.NONE,
                assessed_at=payment.at - timedelta(days=70),
            )
            for place, payment in enumerate(payments)
        ]
    )


class TestClassifier:
    def test_it_finds_what_no_rule_says(self):
        evaluated = fraud_classifier.evaluate(learnable())

        assert evaluated.reason == ""
        assert evaluated.metrics["pr_auc"] > 0.8 > evaluated.baselines["rules"]["pr_auc"]

    def test_from_noise_it_is_refused(self):
        assert fraud_classifier.evaluate(learnable(noise=True)).reason == "not_better"

    def test_of_few_frauds_it_is_refused(self):
        assert fraud_classifier.evaluate(learnable(100)).reason == "too_little_data"
        assert fraud_classifier.evaluate([]).reason == "too_little_data"

    def test_checkouts_say_of_one_payment_what_training_says_of_many(self):
        payments = learnable()
        model = fraud_classifier.train(payments)

        alone = [trees.probability_of(model, each.features)[0] for each in payments[:50]]

        assert alone == pytest.approx(list(fraud_classifier.scores_of(model, payments[:50])))

    def test_its_scores_are_probabilities(self):
        payments = learnable(4_000)
        scores = fraud_classifier.scores_of(fraud_classifier.train(payments[:3_000]), payments[3_000:])

        assert scores.mean() == pytest.approx(np.mean([each.is_fraud for each in payments[3_000:]]), abs=0.03)


class TestRegistry:
    @pytest.fixture
    def version(self, tenant) -> Any:
        paid(learnable())
        return train_fraud(now=NOW)

    def test_a_better_one_is_used_by_the_next_checkout(self, version):
        assert (version.name, version.state) == (ModelName.FRAUD, "active")

        assert assessed().model == version.id

    def test_switched_off_it_means_rules_and_switched_on_it_is_back(self, api, version):
        for is_on, used in ((False, ""), (True, version.id)):
            etag = api.get("admin/models/fraud", token=staff_token())["ETag"].strip('"')
            api.patch("admin/models/fraud", {"is_on": is_on, "reason": "Test"}, token=staff_token(), etag=etag)

            assert assessed().model == used

    def test_one_that_is_no_better_is_not_stored(self):
        paid(learnable(noise=True))

        version = train_fraud(now=NOW)

        assert (version.state, version.refused_for, RiskModel.objects.exists()) == ("refused", "not_better", False)

    def test_old_classifiers_go_and_the_one_in_use_stays(self, version):
        for day in range(1, 5):
            train_fraud(now=NOW + timedelta(days=day))

        assert RiskModel.objects.count() == 3
        assert RiskModel.objects.filter(is_used=True).count() == 1
