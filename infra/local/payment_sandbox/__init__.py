"""A payment provider for development and tests: a process of its own, spoken to over HTTP only."""
