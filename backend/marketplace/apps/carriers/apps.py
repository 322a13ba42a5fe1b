from django.apps import AppConfig


class CarriersConfig(AppConfig):
    name = "marketplace.apps.carriers"
    label = "carriers"
