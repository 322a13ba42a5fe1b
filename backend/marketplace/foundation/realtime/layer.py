"""
The channel layer: channels_redis's for publish and subscribe. Its consumers join groups as usual; what is sent to a group is sent by
``scripts``, in the same step that stores and numbers it.
"""

from __future__ import annotations

from typing import Any

from channels_redis.pubsub import RedisPubSubChannelLayer
from channels_redis.serializers import BaseMessageSerializer, registry

from marketplace.foundation.realtime.keys import PREFIX


class LiveSerializer(BaseMessageSerializer):
    """
    Lines: what it is, then its parts. A message to two thousand connections is taken apart two thousand times, so it is not JSON.

    The place in a trace stands behind the word ``message``: a process of before, which runs for as long as a rollout takes, reads past it.
    """

    def as_bytes(self, message: Any, *args: Any, **kwargs: Any) -> bytes:
        raise NotImplementedError("messages are published by scripts")

    def from_bytes(self, message: bytes, *args: Any, **kwargs: Any) -> dict[str, Any]:
        kind, _, rest = message.partition(b"\n")
        if kind == b"ended":
            return {"type": "access.ended", "number": int(rest)}
        topic, previous, number, text = rest.split(b"\n", 3)
        return {
            "type": "live.message",
            "topic": topic.decode(),
            "previous": int(previous),
            "number": int(number),
            "text": text.decode(),
            "place": kind.partition(b" ")[2].decode(),
        }


registry.register_serializer("live", LiveSerializer)


class LiveChannelLayer(RedisPubSubChannelLayer):
    def __init__(self, **options: Any) -> None:
        super().__init__(prefix=PREFIX, serializer_format="live", **options)
