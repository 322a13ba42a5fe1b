from django.apps import AppConfig


class IdempotencyConfig(AppConfig):
    name = "marketplace.foundation.idempotency"
    label = "idempotency"
