from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "marketplace.apps.demo"
    label = "demo"
