from django.apps import AppConfig


class AssistantConfig(AppConfig):
    name = "marketplace.apps.assistant"
    label = "assistant"
