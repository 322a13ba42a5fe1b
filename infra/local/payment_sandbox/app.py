"""What the server loads: ``granian --interface asgi payment_sandbox.app:app``."""

from payment_sandbox.application import create_app
from payment_sandbox.settings import read_settings

app = create_app(read_settings())
