"""Who uses files: whatever row refers to one."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from tortoise import Model, Tortoise
from tortoise.fields.relational import ForeignKeyFieldInstance

from uploads.models import StoredFile


async def files_in_use(ids: Sequence[UUID]) -> set[UUID]:
    """Those of the files that a row of any feature refers to, whichever feature asks."""
    used: set[UUID] = set()
    if not ids:
        return used
    for model, column in _uses():
        found = model.filter(**{f"{column}__in": list(ids)}).values_list(column, flat=True)
        used |= {UUID(str(one)) for one in await found}
    return used


def _uses() -> Iterator[tuple[type[Model], str]]:
    """Every table that refers to a file, with the column: no feature can be forgotten here, and
    none has to be known."""
    for model in (Tortoise.apps or {})[StoredFile._meta.app or ""].values():
        for name in sorted(model._meta.fk_fields):
            field = model._meta.fields_map[name]
            if isinstance(field, ForeignKeyFieldInstance) and field.related_model is StoredFile:
                yield model, str(field.source_field)
