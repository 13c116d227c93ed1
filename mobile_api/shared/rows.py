"""The base of every row."""

from typing import Any

from tortoise.models import Model, ModelMeta


class _QuickToMake(ModelMeta):
    """Tortoise reads the source of every model for comments that begin with `#:`, at each start of
    each process; ours say in their docstrings what they hold."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        return super().__new__(cls, name, bases, {"_no_comments": True, **attrs})


class TableRow(Model, metaclass=_QuickToMake):
    """One row of a table of ours."""

    class Meta:
        abstract = True
