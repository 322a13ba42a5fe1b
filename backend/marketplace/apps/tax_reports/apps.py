from django.apps import AppConfig


class TaxReportsConfig(AppConfig):
    name = "marketplace.apps.tax_reports"
    label = "tax_reports"
