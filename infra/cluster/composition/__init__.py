"""The composition of one server (`infra/compose`), for tests."""
