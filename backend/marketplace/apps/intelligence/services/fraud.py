"""Training of the classifier of fraud, in a worker: from this region's payments to trees that its checkouts walk."""

from __future__ import annotations

import time
from datetime import datetime

from marketplace.apps.fraud import queries as fraud_queries
from marketplace.apps.fraud import services as fraud_services
from marketplace.apps.intelligence.domain import fraud_classifier
from marketplace.apps.intelligence.models import ModelVersion
from marketplace.apps.intelligence.services import registry
from marketplace.apps.intelligence.types import ModelName
from marketplace.foundation import tenancy

MOST_ROWS = 200_000  # payments, the newest


def train_fraud(*, now: datetime, trained_by: str = "system") -> ModelVersion:
    """Evaluate on the latest payments next to rules alone, train on everything; active at once if the model renews itself and is better."""
    started = time.monotonic()
    payments = fraud_queries.list_labelled(most=MOST_ROWS, now=now)
    evaluated = fraud_classifier.evaluate(payments)
    classifier = None if evaluated.reason else fraud_classifier.train(payments)
    with tenancy.atomic():
        version = registry.open_version(
            ModelName.FRAUD,
            evaluated,
            window=(payments[0].at.date(), payments[-1].at.date()) if payments else None,
            row_count=len(payments),
            duration_ms=round((time.monotonic() - started) * 1000),
            trained_by=trained_by,
            now=now,
        )
        if classifier is not None:
            fraud_services.store_model(version_id=version.id, classifier=classifier)
        registry.renew(version, now=now)
    registry.drop_old_lists(ModelName.FRAUD)
    return version
