"""What can go wrong with imports."""

from __future__ import annotations

from marketplace.kit.errors import Conflict


class TooManyImports(Conflict):
    code = "too_many_imports"
    title = "Other files of yours are still waiting: try again when one is done"
