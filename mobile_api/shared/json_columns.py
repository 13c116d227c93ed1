"""JSON columns that give and take a value of one type, whatever release wrote the row.

`TypedJson` is the field of one that anybody may read; `SealedJson` (`sealed`) that of ciphertext.
Where one value of a row cannot be read, the row is refused; a list goes on without that value
(`read_each`) and says how many lines it could not make (`shown`).
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any, Generic, Literal, Self, TypeVar, overload

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError
from tortoise import fields
from tortoise.fields.base import Field
from tortoise.models import Model

from mobile_api.shared import metrics
from mobile_api.shared.rows import TableRow

# What people see in its place.
UNREADABLE = "(暂时无法读取,内容没有丢失)"

log = logging.getLogger(__name__)

AnyRow = TypeVar("AnyRow", bound=Model)
Row = TypeVar("Row", bound="ValueRow")
View = TypeVar("View")
Value = TypeVar("Value")


class StoredValue(BaseModel):
    """What a JSON column holds. Frozen, because a change inside a value would not be saved.

    A row outlives the rules of the day on which it was written: a key that a newer release has
    added is passed over, one that an older release did not know has a default, and the limits of
    what people may type stand in the bodies of the routes. It may hold personal data, so neither
    a log nor an exception shows what is in it.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    @classmethod
    def of(cls, body: BaseModel) -> Self:
        """What is kept of a checked body with fields of the same names."""
        return cls.model_validate(body, from_attributes=True)

    def __repr_args__(self) -> list[tuple[str | None, Any]]:
        return []


class UnreadableValue(Exception):
    """A stored value is not of its column's type, or cannot be opened; says where, never what."""

    def __init__(self, field: Field[Any], *reasons: str) -> None:
        self.column = f"{field.model._meta.db_table}.{field.model_field_name}"
        self.row_id: object = None
        super().__init__(self.column, *reasons)
        self._reasons = ", ".join(reasons)

    def __str__(self) -> str:
        row = "a row" if self.row_id is None else f"row {self.row_id}"
        return f"{self.column} of {row} cannot be read: {self._reasons}"


# Whether rows are made that lack what cannot be read of them.
_may_lack: ContextVar[bool] = ContextVar("may_lack", default=False)


class ValueRow(TableRow):
    """The base of every row with a JSON or sealed column: what cannot be read is named with the
    row.

    `unreadable`: the columns that a row of `read_each` lacks. To ask for one raises
    UnreadableValue, and so does saving the whole row.
    """

    unreadable: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @classmethod
    def _init_from_db(cls, **columns: Any) -> Self:
        # The field that reads a column does not know of which row it is.
        try:
            return super()._init_from_db(**columns)
        except (UnreadableValue, ValueError):
            faults = _faults(cls, columns)
            if not faults:
                raise
        for fault in faults.values():
            log.error("%s", fault)
            metrics.unreadable_values_total.labels(cls._meta.db_table).inc()
        if not _may_lack.get():
            raise next(iter(faults.values()))
        rest = {name: value for name, value in columns.items() if name not in faults}
        row = super()._init_from_db(**rest)
        row.unreadable = tuple(faults)
        return row

    def __getattr__(self, name: str) -> Any:
        if name not in self.unreadable:
            raise AttributeError(name)
        raise UnreadableValue(self._meta.fields_map[name], "left_out")


def _faults(model: type[Model], columns: Mapping[str, Any]) -> dict[str, UnreadableValue]:
    """By column, why it cannot be read; also a word that only a newer release knows."""
    faults = {}
    for column, _, field in model._meta.db_complex_fields:
        try:
            field.to_python_value(columns.get(column))
        except UnreadableValue as fault:
            faults[column] = fault
        except ValueError:
            faults[column] = UnreadableValue(field, "value_error")
    for found in faults.values():
        found.row_id = columns.get(model._meta.db_pk_column)
    return faults


async def read_each(rows: Awaitable[Sequence[AnyRow]]) -> list[AnyRow]:
    """Every row of a query; what cannot be read is logged, counted, and `unreadable` in its row.

    For lists, which one row must not take away. Writes read as usual, and are refused.
    """
    token = _may_lack.set(True)
    try:
        return list(await rows)
    finally:
        _may_lack.reset(token)


def lacks(row: Model, column: str) -> bool:
    """Whether a row of `read_each` lacks this column."""
    return isinstance(row, ValueRow) and column in row.unreadable


def shown(rows: Iterable[Row], view: Callable[[Row], View]) -> tuple[list[View], int]:
    """The lines of a list, and how many rows there are besides that cannot be shown."""
    lines, unreadable = [], 0
    for row in rows:
        try:
            lines.append(view(row))
        except UnreadableValue:
            unreadable += 1
    return lines, unreadable


class Shape(Generic[Value]):
    """One type as JSON: a model, or any type that pydantic knows."""

    def __init__(self, holds: type[Value] | TypeAdapter[Value]) -> None:
        self._adapter = holds if isinstance(holds, TypeAdapter) else TypeAdapter(holds)

    def dumped(self, value: Value, field: Field[Any]) -> bytes:
        """The JSON to store; what was not said is left out. Raises TypeError for another type."""
        try:
            return self._adapter.dump_json(value, exclude_none=True, warnings="error")
        except PydanticSerializationError:
            place = f"{field.model.__name__}.{field.model_field_name}"
            raise TypeError(f"{place} does not take this {type(value).__name__}") from None

    def loaded(self, json: str | bytes, field: Field[Any]) -> Value:
        """Raises UnreadableValue."""
        try:
            return self._adapter.validate_json(json)
        except ValidationError as error:
            found = error.errors(include_url=False, include_context=False, include_input=False)
            raise UnreadableValue(field, *sorted({one["type"] for one in found})) from None


class TypedJson(fields.JSONField[Value]):
    """A JSON column that gives and takes a value of the type `holds`."""

    @overload
    def __init__(
        self: "TypedJson[Value]",
        holds: type[Value] | TypeAdapter[Value],
        *,
        null: Literal[False] = ...,
        default: Any = ...,
    ) -> None: ...
    @overload
    def __init__(
        self: "TypedJson[Value | None]",
        holds: type[Value] | TypeAdapter[Value],
        *,
        null: Literal[True],
    ) -> None: ...
    def __init__(self, holds: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._shape: Shape[Any] = Shape(holds)

    def to_db_value(self, value: Any, instance: Any) -> str | None:
        return None if value is None else self._shape.dumped(value, self).decode()

    def to_python_value(self, value: Any) -> Any:
        # Text comes from the driver; anything else is what the program itself assigned.
        return self._shape.loaded(value, self) if isinstance(value, str | bytes) else value

    def describe(self, serializable: bool) -> dict[str, Any]:
        """For a migration it is the column that it always was, so that a type needs none."""
        described = super().describe(serializable)
        return described | ({"field_type": "JSONField"} if serializable else {})
