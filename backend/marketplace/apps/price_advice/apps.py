from django.apps import AppConfig


class PriceAdviceConfig(AppConfig):
    name = "marketplace.apps.price_advice"
    label = "price_advice"
