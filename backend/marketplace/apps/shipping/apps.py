from django.apps import AppConfig


class ShippingConfig(AppConfig):
    name = "marketplace.apps.shipping"
    label = "shipping"
