"""Writes the tables of the README anew."""

from terraform import README, with_tables

README.write_text(with_tables(README.read_text()))
