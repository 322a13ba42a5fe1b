from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "marketplace.apps.content"
    label = "content"
