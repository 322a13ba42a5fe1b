from django.apps import AppConfig


class CheckoutConfig(AppConfig):
    name = "marketplace.apps.checkout"
    label = "checkout"
