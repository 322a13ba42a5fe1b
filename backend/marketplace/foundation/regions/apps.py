from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "marketplace.foundation.regions"
    label = "regions"
