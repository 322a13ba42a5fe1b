"""Runs the whole marketplace on one machine: `make up` and its companions. See the README.md next to this package."""
