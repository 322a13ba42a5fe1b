"""What can go wrong with imports."""

from __future__ import annotations

from marketplace.kit.errors import Conflict


class ImportUnderWay(Conflict):
    """``state`` is the import's present one."""

    code = "import_under_way"
    title = "The file is still being read: mend its rows when that is done"


class TooManyImports(Conflict):
    code = "too_many_imports"
    title = "Other files of yours are still waiting: try again when one is done"
