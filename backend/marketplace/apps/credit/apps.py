from django.apps import AppConfig


class CreditConfig(AppConfig):
    name = "marketplace.apps.credit"
    label = "credit"
