"""Answers by a language model of OpenAI, or of another service with its protocol, for regions that have a key."""

from marketplace.apps.assistant.providers.remote.provider import Account, RemoteProvider

__all__ = ["Account", "RemoteProvider"]
