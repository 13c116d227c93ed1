"""Model fields whose columns hold only ciphertext."""

from typing import Any

import orjson
from tortoise.fields.base import Field

from mobile_api.shared.crypto import keyring


class SealedText(Field[str], str):
    """Text, encrypted at rest; not searchable (keep a keyed hash beside it for that)."""

    SQL_TYPE = "BYTEA"

    def _place(self) -> str:
        return f"{self.model._meta.db_table}.{self.model_field_name}"

    def to_db_value(self, value: Any, instance: Any) -> Any:
        return None if value is None else keyring().seal(value.encode(), self._place())

    def to_python_value(self, value: Any) -> Any:
        # A row's bytes come from the driver; a str is what the program itself assigned.
        if isinstance(value, bytes | memoryview):
            return keyring().open(bytes(value), self._place()).decode()
        return value


class SealedJson(SealedText):
    """A JSON value (dict or list), encrypted at rest."""

    def to_db_value(self, value: Any, instance: Any) -> Any:
        return None if value is None else keyring().seal(orjson.dumps(value), self._place())

    def to_python_value(self, value: Any) -> Any:
        if isinstance(value, bytes | memoryview):
            return orjson.loads(keyring().open(bytes(value), self._place()))
        return value
