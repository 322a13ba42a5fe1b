from django.apps import AppConfig


class RegionsConfig(AppConfig):
    name = "marketplace.foundation.regions"
    label = "regions"
    is_of_platform = True  # what the database router asks
