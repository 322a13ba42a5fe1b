"""Live updates with limits of time that a test can wait for; started as the real one is."""

from __future__ import annotations

from config import asgi, realtime
from marketplace.foundation.realtime import consumers

assert asgi.application  # Django is set up, which consumers need
realtime.HEAD_S = realtime.SLOW_S = 2
consumers.BEAT_S = 0.2

if __name__ == "__main__":
    realtime.main()
