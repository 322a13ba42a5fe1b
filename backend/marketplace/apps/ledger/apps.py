from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "marketplace.apps.ledger"
    label = "ledger"
