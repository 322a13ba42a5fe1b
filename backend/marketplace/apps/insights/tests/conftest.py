from marketplace.apps.payments.tests.conftest import sandbox, sandbox_process, silent_provider, using

__all__ = ["sandbox", "sandbox_process", "silent_provider", "using"]
