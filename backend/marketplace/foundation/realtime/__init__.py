"""
Live updates: messages that reach everybody who looks, over WebSockets and server-sent events. The only home of channels and channels_redis.

``publishing`` is for who has something to say, ``tickets`` for the endpoint that lets callers in, ``application`` is the ASGI application.
"""
