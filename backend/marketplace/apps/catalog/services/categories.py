"""The region's tree of categories, kept by the operator's staff."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError
from msgspec import UNSET, UnsetType

from marketplace.apps.catalog import queries
from marketplace.apps.catalog.errors import CategoryInUse, CategoryNotFound, CategorySlugTaken
from marketplace.apps.catalog.events import CategoryChanged, CategoryMoved
from marketplace.apps.catalog.models import Category
from marketplace.apps.catalog.types import CategoryId, CategoryView, Texts
from marketplace.foundation import audit, rows, tenancy
from marketplace.foundation.events import outbox
from marketplace.foundation.postgres.errors import StaleRow
from marketplace.kit.actors import Actor
from marketplace.kit.errors import FieldError, InvalidInput
from marketplace.kit.ids import new_id
from marketplace.kit.slugs import is_slug, slug_of
from marketplace.kit.texts import Text

MAX_DEPTH = 8
MAX_SLUG = 100  # characters


def create_category(
    *, names: Texts, slug: str = "", parent_id: str | None = None, position: int = 0, actor: Actor, now: datetime
) -> CategoryView:
    """
    Add a category below ``parent_id`` (none: a root). Without a slug it gets one of its name.

    :raises InvalidInput: for a wrong name, slug or parent
    :raises CategorySlugTaken:
    """
    _check_names(names)
    slug = _checked_slug(slug or slug_of(names.get("en") or next(iter(names.values())), max_length=MAX_SLUG))
    _check_parent(parent_id)
    category = Category(id=new_id("cat", at=now), slug=slug, parent_id=parent_id, names=names, position=position)
    try:
        with tenancy.atomic():
            rows.insert(category)
            _tell(category, "category.created", old=None, actor=actor, now=now)
    except IntegrityError:
        raise CategorySlugTaken from None
    return queries.get_category(category.id)


def edit_category(
    *,
    category_id: str,
    version: str,
    names: Texts | UnsetType = UNSET,
    slug: str | UnsetType = UNSET,
    parent_id: str | UnsetType | None = UNSET,
    position: int | UnsetType = UNSET,
    actor: Actor,
    now: datetime,
) -> CategoryView:
    """
    Rename or move a category; what is unset stays. Products below a moved one follow by and by.

    :raises CategoryNotFound: :raises StaleRow: :raises InvalidInput: :raises CategorySlugTaken:
    """
    if names is not UNSET:
        _check_names(names)
    try:
        with tenancy.atomic():
            category = _locked(category_id, version)
            old = _facts(category)
            if parent_id is not UNSET and parent_id != category.parent_id:
                _check_parent(parent_id, moved_id=category_id)
                category.parent_id = parent_id
                outbox.publish(CategoryMoved(category_id=CategoryId(category_id)), now=now)
            category.names = category.names if names is UNSET else names
            category.slug = category.slug if slug is UNSET else _checked_slug(slug)
            category.position = category.position if position is UNSET else position
            category.version += 1
            rows.change(category, "names", "slug", "parent", "position", "version")
            _tell(category, "category.edited", old=old, actor=actor, now=now)
    except IntegrityError:
        raise CategorySlugTaken from None
    return queries.get_category(category_id)


def move_category(*, category_id: str, parent_id: str | None, before_id: str | None, actor: Actor, now: datetime) -> CategoryView:
    """
    Put a category below ``parent_id`` (none: a root), before the sibling ``before_id`` (none: behind all). Siblings are numbered anew.

    :raises CategoryNotFound:
    :raises InvalidInput: for a parent below itself, or a sibling that does not lie there
    """
    with tenancy.atomic():
        tree = _lock_tree()
        if category_id not in tree:
            raise CategoryNotFound
        category = tree[category_id]
        old = _facts(category)
        if parent_id != category.parent_id:
            _check_parent(parent_id, moved_id=category_id)
            outbox.publish(CategoryMoved(category_id=CategoryId(category_id)), now=now)
        siblings = [row for row in tree.values() if row.parent_id == parent_id and row.id != category_id]
        siblings.sort(key=lambda row: (row.position, row.slug))
        places = [row.id for row in siblings]
        if before_id is not None and before_id not in places:
            raise _wrong("before_id", "not_a_sibling", Text("No category with this id lies there"))
        siblings.insert(len(places) if before_id is None else places.index(before_id), category)
        changed = [row for number, row in enumerate(siblings, start=1) if row.position != number or row.id == category_id]
        category.parent_id = parent_id
        for number, row in enumerate(siblings, start=1):
            row.position = number
        for row in changed:
            row.version += 1
        rows.change_all(changed, "parent", "position", "version")
        _tell(category, "category.moved", old=old, actor=actor, now=now)
    return queries.get_category(category_id)


def delete_category(*, category_id: str, version: str, actor: Actor, now: datetime) -> None:
    """
    Remove an empty category.

    :raises CategoryInUse: if products or categories lie in it
    :raises CategoryNotFound: :raises StaleRow:
    """
    queries.get_category(category_id)
    if queries.has_products(category_id):
        raise CategoryInUse
    with tenancy.atomic():
        category = _locked(category_id, version)
        if category.children.exists():
            raise CategoryInUse
        _tell(category, "category.deleted", old=_facts(category), actor=actor, now=now, is_gone=True)
        rows.delete_where(Category, "id = %(id)s", {"id": category.id})


def _locked(category_id: str, version: str) -> Category:
    """The row, with the whole tree locked: two moves at once could close a ring."""
    tree = _lock_tree()
    if category_id not in tree:
        raise CategoryNotFound
    if str(tree[category_id].version) != version:
        raise StaleRow
    return tree[category_id]


def _lock_tree() -> dict[str, Category]:
    return {row.id: row for row in Category.objects.select_for_update().order_by("id")}


def _check_parent(parent_id: str | None, *, moved_id: str | None = None) -> None:
    if parent_id is None:
        return
    parent = queries.categories_by_id([parent_id]).get(CategoryId(parent_id))
    if parent is None:
        raise _wrong("parent_id", "unknown_category", Text("The region has no such category"))
    if moved_id in parent.path:
        raise _wrong("parent_id", "circular", Text("A category cannot lie below itself"))
    if len(parent.path) >= MAX_DEPTH:
        raise _wrong("parent_id", "too_deep", Text("At most {limit} levels", limit=MAX_DEPTH))


def _check_names(names: Texts) -> None:
    known = tenancy.current().languages
    for language, name in names.items():
        if language not in known:
            raise _wrong(f"names.{language}", "unknown_language", Text("{language} is not a language of this region", language=language))
        if not name.strip() or len(name) > 100:
            raise _wrong(f"names.{language}", "invalid", Text("1 to 100 characters"))
    if not names:
        raise _wrong("names", "required", Text("A category needs a name"))


def _checked_slug(slug: str) -> str:
    if len(slug) > MAX_SLUG or not is_slug(slug):
        raise _wrong("slug", "invalid", Text("Lower-case letters, digits and hyphens"))
    return slug


def _wrong(field: str, code: str, message: Text) -> InvalidInput:
    return InvalidInput(errors=[FieldError(field, code, message)])


def _facts(category: Category) -> dict[str, object]:
    return {name: getattr(category, name) for name in ("slug", "parent_id", "names", "position")}


def _tell(category: Category, action: str, *, old: dict[str, object] | None, actor: Actor, now: datetime, is_gone: bool = False) -> None:
    outbox.publish(CategoryChanged(category_id=CategoryId(category.id)), now=now)
    new = None if is_gone else _facts(category)
    audit.record(actor=actor, action=action, resource=category.id, old=old, new=new, now=now)
