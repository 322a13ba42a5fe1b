from django.apps import AppConfig


class CatalogConfig(AppConfig):
    name = "marketplace.apps.catalog"
    label = "catalog"
