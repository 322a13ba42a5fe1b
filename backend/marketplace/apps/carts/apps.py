from django.apps import AppConfig


class CartsConfig(AppConfig):
    name = "marketplace.apps.carts"
    label = "carts"
