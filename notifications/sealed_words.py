"""The words of a delivery, sealed in its row; read and written below the ORM where it is hot."""

import logging
from collections.abc import Mapping
from uuid import UUID

import orjson

from mobile_api.shared.crypto import CannotOpen, keyring

log = logging.getLogger(__name__)

# As the field `content` of the model Delivery seals it.
_PLACE = "delivery.content"


def sealed(content: Mapping[str, str]) -> bytes:
    """The bytes of the column."""
    return keyring().seal(orjson.dumps(dict(content)), _PLACE)


def opened(delivery_id: UUID, column: bytes) -> dict[str, str] | None:
    """The words; None, and a line in the log, when they cannot be read."""
    try:
        content = orjson.loads(keyring().open(column, _PLACE))
    except (CannotOpen, orjson.JSONDecodeError):
        log.error("the content of delivery %s cannot be read", delivery_id)
        return None
    return content if isinstance(content, dict) else None
