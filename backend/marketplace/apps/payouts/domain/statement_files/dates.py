"""Days and times as a statement shows them: of the region's time zone, in the form of the reader's language."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from marketplace.foundation.texts import locale_of

_EUROPEAN_ENGLISH = "en_GB"  # day before month, as the other languages of our regions that write so
_PARTS = {"d": "dd", "M": "mm", "y": "yyyy"}


def local(at: datetime, timezone: str) -> datetime:
    return at.astimezone(ZoneInfo(timezone))


def date_form(language: str) -> str:
    """
    The language's numeric date (CLDR's skeleton yMd) with all digits of each part, as spreadsheets write number formats: ``dd.mm.yyyy``.
    """
    pattern = locale_of(_EUROPEAN_ENGLISH if language == "en" else language).datetime_skeletons["yMd"].pattern
    return "".join(_PARTS.get(part[0], part[0]) for part in re.findall(r"d+|M+|y+|[./-]", pattern))


def date_text(at: datetime, timezone: str, language: str) -> str:
    """The day of ``at`` in that zone: ``16.12.2026`` in German."""
    day = local(at, timezone)
    return date_form(language).replace("dd", f"{day:%d}").replace("mm", f"{day:%m}").replace("yyyy", f"{day.year:04}")


def period_text(start: datetime, end: datetime, timezone: str, language: str) -> str:
    """From day to day, and by which clock."""
    return f"{date_text(start, timezone, language)} – {date_text(end, timezone, language)} ({timezone})"
