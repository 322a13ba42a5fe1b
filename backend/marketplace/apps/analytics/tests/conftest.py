from marketplace.apps.payments.tests.conftest import sandbox, sandbox_process, silent_provider

__all__ = ["sandbox", "sandbox_process", "silent_provider"]
