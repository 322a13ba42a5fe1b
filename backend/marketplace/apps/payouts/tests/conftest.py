from marketplace.apps.orders.tests.conftest import crasher
from marketplace.apps.payments.tests.offering import using
from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process, silent_provider
from marketplace.apps.payouts.tests.connected import by_provider

__all__ = ["by_provider", "crasher", "sandbox", "sandbox_process", "silent_provider", "using"]
