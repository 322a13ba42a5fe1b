"""What the server loads: the application of ``config.wsgi``, behind what reads the bodies of its requests."""

from config.server import THREADS
from config.wsgi import application as answer
from marketplace.foundation.serving.front import Front

application = Front(answer, threads=THREADS)
