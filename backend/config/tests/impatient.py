"""The API with limits of time that a test can wait for; started as the real one is."""

from __future__ import annotations

from config import server
from config.wsgi import application as answer
from marketplace.foundation.serving.bodies import BodyReader
from marketplace.foundation.serving.front import Front

server.HEADER_WAIT_MS = 1_000
application = Front(answer, threads=2, reader=BodyReader(wait_s=1))

if __name__ == "__main__":
    server.main()
