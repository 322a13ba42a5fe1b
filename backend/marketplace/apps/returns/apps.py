from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "marketplace.apps.returns"
    label = "returns"
