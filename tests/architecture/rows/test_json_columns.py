"""A JSON column gives a value of a type; nobody digs in it by keys."""

from collections.abc import Iterator
from importlib import import_module

from tortoise import fields
from tortoise.fields.base import Field
from tortoise.models import Model

from mobile_api.shared.database import MODELS
from mobile_api.shared.json_columns import TypedJson, ValueRow
from mobile_api.shared.sealed import SealedJson, SealedText

# Column -> why it is any JSON.
OPEN = {
    "catalogue_version.frame": "read with its guides as one document, which is checked whole",
    "guide_version.content": "of that document; below the ORM it is read as its own schema",
    "theme_version.content": "of that document",
}


def columns() -> Iterator[tuple[type[Model], str, Field[object]]]:
    for name in MODELS:
        for model in vars(import_module(name)).values():
            if isinstance(model, type) and issubclass(model, Model) and model.__module__ == name:
                for column, field in model._meta.fields_map.items():
                    yield model, f"{model._meta.db_table}.{column}", field


def test_every_json_column_has_a_type() -> None:
    untyped = {
        place
        for _, place, field in columns()
        if isinstance(field, fields.JSONField) and not isinstance(field, TypedJson)
    }
    assert untyped == set(OPEN)


def test_a_row_with_such_a_column_is_named_when_it_cannot_be_read() -> None:
    typed = [
        (model, place)
        for model, place, field in columns()
        if isinstance(field, TypedJson | SealedJson | SealedText)
    ]
    assert len(typed) >= 40
    assert [place for model, place in typed if not issubclass(model, ValueRow)] == []
