"""What the server itself refuses or cuts. Apart, since it is set up before Django is."""

from __future__ import annotations

from marketplace.kit import limits

MAX_MESSAGE_BYTES = limits.declare("realtime.message", 4_096, "bytes", "Of a message of a client; the connection is closed (1009) above.")
HEAD_S = limits.declare("realtime.head", 10, "seconds", "Until the head of a request is complete; the connection is cut above.")
SLOW_S = limits.declare("realtime.slow_reader", 5, "seconds", "That a client may leave what it was sent; the connection is cut above.")
