"""Tests that span all apps: who may call which endpoint, what an answer may hold, and the way from cart to order over HTTP."""
