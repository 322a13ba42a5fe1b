from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "marketplace.apps.imports"
    label = "imports"
