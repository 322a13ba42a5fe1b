from django.apps import AppConfig


class FraudConfig(AppConfig):
    name = "marketplace.apps.fraud"
    label = "fraud"
