from marketplace.apps.orders.tests.conftest import crasher
from marketplace.apps.payments.tests.offering import using
from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process, silent_provider
from marketplace.apps.payouts.tests.connected import by_paypal, by_paystack, by_provider, paying_vendors

__all__ = ["by_paypal", "by_paystack", "by_provider", "crasher", "paying_vendors", "sandbox", "sandbox_process", "silent_provider", "using"]
