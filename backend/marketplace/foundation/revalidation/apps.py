from django.apps import AppConfig


class RevalidationConfig(AppConfig):
    name = "marketplace.foundation.revalidation"
    label = "revalidation"
