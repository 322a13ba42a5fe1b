from django.apps import AppConfig


class VisualSearchConfig(AppConfig):
    name = "marketplace.apps.visual_search"
    label = "visual_search"
