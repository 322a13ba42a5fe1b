from django.apps import AppConfig


class InventoryConfig(AppConfig):
    name = "marketplace.apps.inventory"
    label = "inventory"
