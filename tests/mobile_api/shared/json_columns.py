"""JSON columns as a release before wrote them."""

from typing import Any

import orjson

from mobile_api.shared.crypto import keyring


def field_of(model: Any, column: str) -> Any:
    return model._meta.fields_map[column]


def bytes_of(model: Any, column: str, json: object) -> Any:
    """The column as a release before wrote it."""
    plain = orjson.dumps(json)
    if "Sealed" not in type(field_of(model, column)).__name__:
        return plain.decode()
    return keyring().seal(plain, f"{model._meta.db_table}.{column}")
