"""Answers without a language model: what is wanted is guessed, looked up, and said in prepared sentences of five languages."""

from marketplace.apps.assistant.providers.local.provider import LocalProvider

__all__ = ["LocalProvider"]
