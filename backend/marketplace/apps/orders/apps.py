from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "marketplace.apps.orders"
    label = "orders"
