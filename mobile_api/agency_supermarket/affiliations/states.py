"""How one enterprise stands to another."""

from enum import StrEnum


class ControlKind(StrEnum):
    """What an agency says of another enterprise."""

    controlled_by = "controlled_by"
    controls = "controls"
