from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    name = "marketplace.apps.invoices"
    label = "invoices"
