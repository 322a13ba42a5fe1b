"""Runs the whole marketplace on one machine: `make up` and its companions. See README.md beside this package."""
