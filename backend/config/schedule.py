"""What Celery's clock starts, and when. Each entry goes to every active region once."""

from __future__ import annotations

from typing import Any

from celery.schedules import crontab

FAN_OUT = "marketplace.foundation.tenancy.tasks.fan_out"

# every so many seconds
TENANT_TASKS: dict[str, float] = {
    "marketplace.foundation.audit.tasks.seal_audit_entries": 10,
    "marketplace.foundation.audit.tasks.enter_interrupted_requests": 60,
    "marketplace.foundation.documents.tasks.purge_expired_documents": 3_600,
    "marketplace.foundation.relay.tasks.purge_delivered_events": 3_600,
    "marketplace.foundation.idempotency.tasks.purge_expired_keys": 3_600,
    "marketplace.foundation.regions.tasks.watch_backups": 300,
    "marketplace.apps.vendors.tasks.announce_vacations": 60,
    "marketplace.apps.catalog.tasks.settle_due_pictures": 60,
    "marketplace.apps.inventory.tasks.release_expired": 30,
    "marketplace.apps.discovery.tasks.embed_products": 5,
    "marketplace.apps.imports.tasks.resume_imports": 30,
    "marketplace.apps.payouts.tasks.preview_due_runs": 3_600,
    "marketplace.apps.payouts.tasks.submit_payouts": 120,
    "marketplace.apps.payouts.tasks.refresh_connected_accounts": 3600,
    "marketplace.apps.payouts.tasks.watch_debts": 600,
    "marketplace.apps.carriers.tasks.finish_labels": 60,
    "marketplace.apps.returns.tasks.expire_returns": 3_600,
    "marketplace.apps.invoices.tasks.issue_what_waited": 3_600,
    "marketplace.apps.credit.tasks.expire_credits": 3_600,
    "marketplace.apps.credit.tasks.mail_due_gift_cards": 60,
    "marketplace.apps.credit.tasks.recover_purchases": 60,
    "marketplace.apps.privacy.tasks.resume": 60,
    "marketplace.apps.intelligence.tasks.refresh_trending": 3_600,
    "marketplace.apps.price_advice.tasks.resume_changes": 60,
    "marketplace.apps.price_advice.tasks.advance_experiments": 300,
    "marketplace.apps.price_advice.tasks.apply_automatic": 3_600,
    "marketplace.apps.price_advice.tasks.make_advice": 21_600,
    "marketplace.apps.analytics.tasks.refresh_aggregates": 300,
    "marketplace.apps.analytics.tasks.resume_exports": 300,
    "marketplace.apps.analytics.tasks.mail_due_reports": 900,
    "marketplace.apps.analytics.tasks.watch_alerts": 300,
    "marketplace.apps.analytics.tasks.send_campaigns": 60,
    "marketplace.apps.live.tasks.publish_metrics": 5,
    "marketplace.apps.visual_search.tasks.look_at_pictures": 10,
    "marketplace.apps.checkout.tasks.recover_checkouts": 30,
    "marketplace.apps.tax.tasks.check_due_vat_numbers": 3_600,
    "marketplace.apps.payments.tasks.check_payments": 60,
    "marketplace.apps.payments.tasks.execute_refunds": 60,
    "marketplace.apps.payments.tasks.check_providers": 60,
    "marketplace.apps.payments.tasks.remind_of_disputes": 3_600,
    "marketplace.apps.notifications.tasks.send_due_messages": 60,
    "marketplace.apps.webhooks.tasks.send_due": 5,
}

# Once a day, while few people are about: in this hour of the region's own day, which there is once also when clocks are changed. A count of
# seconds would begin anew with each release.
NIGHT_HOUR = 3
NIGHTLY_TASKS = (
    "marketplace.apps.discovery.tasks.forget_sales",
    "marketplace.apps.accounts.tasks.purge_expired",
    "marketplace.apps.privacy.tasks.apply_retention",
    "marketplace.apps.reconciliation.tasks.fetch_reports",
    "marketplace.apps.rates.tasks.fetch_rates",
    "marketplace.apps.reconciliation.tasks.look_again",
    "marketplace.apps.intelligence.tasks.train_recommendations",
    "marketplace.apps.intelligence.tasks.train_forecasts",
    "marketplace.apps.intelligence.tasks.forget_old_purchases",
    "marketplace.apps.intelligence.tasks.train_fraud",
    "marketplace.apps.intelligence.tasks.train_prices",
    "marketplace.apps.intelligence.tasks.train_search",
    "marketplace.apps.price_advice.tasks.forget_old_advice",
    "marketplace.apps.price_advice.tasks.forget_old_competitor_prices",
    "marketplace.apps.catalog.tasks.forget_old_prices",
    "marketplace.apps.fraud.tasks.forget_old_risks",
    "marketplace.apps.insights.tasks.check_books",
    "marketplace.apps.assistant.tasks.forget_old_conversations",
    "marketplace.apps.webhooks.tasks.purge",
    "marketplace.apps.analytics.tasks.keep_partitions",
    "marketplace.apps.analytics.tasks.score_customers",
)

SCHEDULE: dict[str, dict[str, Any]] = {
    **{task: {"task": FAN_OUT, "schedule": every_s, "kwargs": {"task": task}} for task, every_s in TENANT_TASKS.items()},
    **{
        task: {"task": FAN_OUT, "schedule": crontab(minute=7), "kwargs": {"task": task, "local_hour": NIGHT_HOUR}} for task in NIGHTLY_TASKS
    },
}
