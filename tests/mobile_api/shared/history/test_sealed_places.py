"""What is sealed is bound to its table, also where tables take their fields from one base."""

from tortoise import Tortoise

from mobile_api.shared.database import APP
from mobile_api.shared.sealed import SealedJson, SealedText
from tests.stack import Stack


async def test_no_two_tables_share_a_sealed_column(stack: Stack) -> None:
    """Red before: every history was sealed for the table that was imported last, so that another
    process, and `yiwang verify-history`, could not open it."""
    tables = (Tortoise.apps or {})[APP]
    sealed = [
        (model.__name__, name, field.model.__name__)
        for model in tables.values()
        for name, field in model._meta.fields_map.items()
        if isinstance(field, SealedJson | SealedText)
    ]
    assert len(sealed) > 10
    assert [one for one in sealed if one[0] != one[2]] == []
