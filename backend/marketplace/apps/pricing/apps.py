from django.apps import AppConfig


class PricingConfig(AppConfig):
    name = "marketplace.apps.pricing"
    label = "pricing"
