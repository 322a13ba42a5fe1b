from django.apps import AppConfig


class TaxConfig(AppConfig):
    name = "marketplace.apps.tax"
    label = "tax"
