"""Finds the rows of a person in any table."""

from typing import Any
from uuid import UUID

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from mobile_api.personal_data.holding import Holding, Named
from mobile_api.personal_data.holdings import HOLDINGS


async def rows_of(holding: Holding, person_id: UUID) -> QuerySet[Any]:
    """The rows of a person in one table."""
    found = holding.found
    if isinstance(found, Named):
        return holding.model.filter(**{found.columns[0]: found.value(person_id), **found.own})
    above = next(one for one in HOLDINGS if one.model is found.of)
    values = await (await rows_of(above, person_id)).values_list(found.its, flat=True)
    known: list[Any] = [value for value in values if value is not None]
    if found.prefix and known:
        texts = [f"{found.prefix}{value}/" for value in known]
        begins = [Q(**{f"{found.column}__startswith": text}) for text in texts]
        return holding.model.filter(Q(*begins, join_type=Q.OR), **found.only)
    return holding.model.filter(**{f"{found.column}__in": known, **found.only})
