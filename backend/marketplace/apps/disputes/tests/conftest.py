from marketplace.apps.orders.tests.conftest import crasher
from marketplace.apps.payments.tests.offering import using
from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process, silent_provider

__all__ = ["crasher", "sandbox", "sandbox_process", "silent_provider", "using"]
