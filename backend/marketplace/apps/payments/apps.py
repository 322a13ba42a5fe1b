from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "marketplace.apps.payments"
    label = "payments"
