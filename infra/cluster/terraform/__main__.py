"""``python -m terraform`` writes the tables of the README anew."""

from __future__ import annotations

from terraform import README, with_tables

if __name__ == "__main__":
    README.write_text(with_tables(README.read_text()))
