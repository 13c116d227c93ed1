"""Model fields whose columns hold only ciphertext."""

from typing import Any, Literal, overload

from pydantic import TypeAdapter
from tortoise.fields.base import Field

from mobile_api.shared.crypto import CannotOpen, keyring
from mobile_api.shared.json_columns import Shape, UnreadableValue, Value

_ANYTHING: TypeAdapter[Any] = TypeAdapter(Any)


class _Sealed(Field[Value]):
    """A column of ciphertext, bound to its place by authenticated data."""

    SQL_TYPE = "BYTEA"

    def _seal(self, plain: bytes) -> bytes:
        return keyring().seal(plain, self._place())

    def _open(self, sealed: bytes | memoryview) -> bytes:
        """Raises UnreadableValue."""
        try:
            return keyring().open(bytes(sealed), self._place())
        except CannotOpen as error:
            raise UnreadableValue(self, "cannot_open") from error

    def _place(self) -> str:
        return f"{self.model._meta.db_table}.{self.model_field_name}"


class SealedText(_Sealed[Any]):
    """Text, encrypted at rest; not searchable (keep a keyed hash beside it for that)."""

    def to_db_value(self, value: Any, instance: Any) -> Any:
        return None if value is None else self._seal(value.encode())

    def to_python_value(self, value: Any) -> Any:
        # A row's bytes come from the driver; a str is what the program itself assigned.
        if not isinstance(value, bytes | memoryview):
            return value
        try:
            return self._open(value).decode()
        except UnicodeDecodeError:
            raise UnreadableValue(self, "no_text") from None


class SealedJson(_Sealed[Value]):
    """A JSON column, encrypted at rest, that gives and takes a value of the type `holds`.

    Without it, as migrations know the column: any JSON value.
    """

    @overload
    def __init__(
        self: "SealedJson[Value]",
        holds: type[Value] | TypeAdapter[Value],
        *,
        null: Literal[False] = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: "SealedJson[Value | None]",
        holds: type[Value] | TypeAdapter[Value],
        *,
        null: Literal[True],
    ) -> None: ...
    @overload
    def __init__(self: "SealedJson[Any]", *, null: bool = ..., **kwargs: Any) -> None: ...
    def __init__(self, holds: Any = _ANYTHING, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._shape: Shape[Any] = Shape(holds)

    def to_db_value(self, value: Any, instance: Any) -> Any:
        return None if value is None else self._seal(self._shape.dumped(value, self))

    def to_python_value(self, value: Any) -> Any:
        if not isinstance(value, bytes | memoryview):
            return value
        return self._shape.loaded(self._open(value), self)
