from marketplace.apps.payments.tests.offering import using
from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process, silent_provider

__all__ = ["sandbox", "sandbox_process", "silent_provider", "using"]
