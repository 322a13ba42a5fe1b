"""Setting a part of the tuning: as a whole, under its version, with an entry in the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from django.db import IntegrityError

from marketplace.apps.discovery.domain.tags import LISTING
from marketplace.apps.discovery.models import SearchTuning
from marketplace.apps.discovery.queries import tuning
from marketplace.apps.discovery.types.tuning import Part, PinList, SynonymList
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.cache import tags
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.foundation.search.folding import fold
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text


def replace_part(part: Part, *, value: msgspec.Struct, version: str, actor: Actor, now: datetime) -> str:
    """
    Set it, for searches within seconds; its new version.

    :raises StaleRow: if another person has set it since that version
    :raises InvalidInput: for words that nobody can type, a language that is not the tenant's, or a text pinned twice
    """
    _check(value)
    try:
        with tenancy.atomic():
            row = SearchTuning.objects.select_for_update().filter(part=part).first()
            if (str(row.version) if row else tuning.UNSET_VERSION) != version:
                raise StaleRow
            old: dict[str, Any] = row.value if row else {}
            made = SearchTuning(part=part, value=msgspec.to_builtins(value), version=int(version) + 1)
            if row is None:
                rows.insert(made)
            else:
                rows.change(made, "value", "version")
            audit.record(actor=actor, action=f"search.{part}_set", resource=part, old=old, new=made.value, now=now)
    except IntegrityError:  # another person was first
        raise StaleRow from None
    tuning.forget()
    tags.expire(LISTING)
    return str(made.version)


def _check(value: msgspec.Struct) -> None:
    faults = list(_faults(value))
    if faults:
        raise InvalidInput(errors=faults)


def _faults(value: msgspec.Struct) -> list[FieldError]:
    if isinstance(value, SynonymList):
        return _synonym_faults(value)
    return _pin_faults(value) if isinstance(value, PinList) else []


def _synonym_faults(value: SynonymList) -> list[FieldError]:
    faults = []
    for place, group in enumerate(value.groups):
        if group.language not in tenancy.current().languages:
            faults.append(FieldError(f"groups.{place}.language", "foreign_language", Text("Not a language of this region")))
        if not all(map(fold, [*group.words, *group.means])):
            faults.append(FieldError(f"groups.{place}.words", "no_words", Text("Every entry needs letters or digits")))
        if len(group.words) + len(group.means) < 2:
            faults.append(FieldError(f"groups.{place}.words", "too_few", Text("A word alone means nothing but itself")))
    return faults


def _pin_faults(value: PinList) -> list[FieldError]:
    seen: set[str] = set()
    faults = []
    for place, pin in enumerate(value.queries):
        folded = fold(pin.query)
        if not folded or folded in seen:
            faults.append(FieldError(f"tuning.{place}.query", "no_words" if not folded else "twice", Text("A text of its own, with words")))
        seen.add(folded)
    return faults
