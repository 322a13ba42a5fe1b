from django.apps import AppConfig


class ReconciliationConfig(AppConfig):
    name = "marketplace.apps.reconciliation"
    label = "reconciliation"
