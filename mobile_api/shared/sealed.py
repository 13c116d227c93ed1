"""Model fields whose columns hold only ciphertext."""

from typing import Any

import orjson
from tortoise.fields.base import Field

from mobile_api.shared.crypto import keyring


class _Sealed(Field[Any]):
    """A column of ciphertext, bound to its place by authenticated data."""

    SQL_TYPE = "BYTEA"

    def _seal(self, plain: bytes) -> bytes:
        return keyring().seal(plain, self._place())

    def _open(self, sealed: bytes | memoryview) -> bytes:
        return keyring().open(bytes(sealed), self._place())

    def _place(self) -> str:
        return f"{self.model._meta.db_table}.{self.model_field_name}"


class SealedText(_Sealed):
    """Text, encrypted at rest; not searchable (keep a keyed hash beside it for that)."""

    def to_db_value(self, value: Any, instance: Any) -> Any:
        return None if value is None else self._seal(value.encode())

    def to_python_value(self, value: Any) -> Any:
        # A row's bytes come from the driver; a str is what the program itself assigned.
        return self._open(value).decode() if isinstance(value, bytes | memoryview) else value


class SealedJson(_Sealed):
    """A JSON value (dict or list), encrypted at rest."""

    def to_db_value(self, value: Any, instance: Any) -> Any:
        return None if value is None else self._seal(orjson.dumps(value))

    def to_python_value(self, value: Any) -> Any:
        return orjson.loads(self._open(value)) if isinstance(value, bytes | memoryview) else value
