from marketplace.apps.payments.tests.sandbox import sandbox, sandbox_process

__all__ = ["sandbox", "sandbox_process"]
