from django.apps import AppConfig


class RatesConfig(AppConfig):
    name = "marketplace.apps.rates"
    label = "rates"
