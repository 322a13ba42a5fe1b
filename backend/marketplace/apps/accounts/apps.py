from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "marketplace.apps.accounts"
    label = "accounts"

    def ready(self) -> None:
        from marketplace.apps.accounts.queries import missing_staff_login
        from marketplace.foundation.regions.checks import register_setup_step

        register_setup_step("staff_login", missing_staff_login)
