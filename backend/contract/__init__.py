"""Tests that span all apps: who may come through which door, what an answer may hold, and the way from cart to order over HTTP."""
