"""The words of a delivery, sealed in its row; read and written below the ORM where it is hot."""

import logging
from collections.abc import Mapping
from uuid import UUID

from mobile_api.shared.json_columns import UnreadableValue
from notifications.models import Delivery

log = logging.getLogger(__name__)

_CONTENT = Delivery._meta.fields_map["content"]


def sealed(content: Mapping[str, str]) -> bytes:
    """The bytes of the column."""
    column: bytes = _CONTENT.to_db_value(dict(content), Delivery)
    return column


def opened(delivery_id: UUID, column: bytes) -> Mapping[str, str] | None:
    """The words; None, and a line in the log, when they cannot be read."""
    try:
        content: Mapping[str, str] = _CONTENT.to_python_value(column)
    except UnreadableValue:
        log.error("the content of delivery %s cannot be read", delivery_id)
        return None
    return content
