"""Setting a part of the tuning: as a whole, under its version, with an entry in the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from django.db import IntegrityError

from marketplace.apps.discovery.models import SearchTuning
from marketplace.apps.discovery.tags import GOODS
from marketplace.apps.discovery.tasks import expire_lists
from marketplace.apps.discovery.tuning import queries
from marketplace.apps.discovery.tuning.types import Part, PinList, SynonymList
from marketplace.foundation import audit, tenancy
from marketplace.foundation.cache import tags
from marketplace.foundation.documents.errors import StaleDocument
from marketplace.foundation.search.folding import fold
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.texts import Text


def replace_part(part: Part, *, value: msgspec.Struct, version: str, actor: Actor, now: datetime) -> str:
    """
    Set it, for searches within seconds; its new version.

    :raises StaleDocument: if somebody else has set it since that version
    :raises InvalidInput: for words that nobody can type, a language that is not the tenant's, or a text pinned twice
    """
    _check(value)
    try:
        with tenancy.atomic():
            row = SearchTuning.objects.select_for_update().filter(part=part).first()
            if (str(row.version) if row else queries.UNSET_VERSION) != version:
                raise StaleDocument
            old: dict[str, Any] = row.value if row else {}
            made = SearchTuning(part=part, value=msgspec.to_builtins(value), version=int(version) + 1)
            made.save(force_insert=row is None)
            audit.record(actor=actor, action=f"search.{part}_set", resource=part, old=old, new=made.value, now=now)
    except IntegrityError:  # somebody else was the first
        raise StaleDocument from None
    queries.forget()
    tags.expire(GOODS)
    expire_lists.apply_async(countdown=2 * queries.LIFE_S)  # other processes may keep lists by the old tuning until they read it anew
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
            faults.append(
                FieldError(f"queries.{place}.query", "no_words" if not folded else "twice", Text("A text of its own, with words"))
            )
        seen.add(folded)
    return faults
