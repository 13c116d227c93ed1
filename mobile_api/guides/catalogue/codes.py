"""The shapes and parts of national item codes (GB/T 39554.1)."""

import re

from mobile_api.guides.catalogue.vocabulary import ItemType, UseLevel

ITEM_TYPE_CODES = {
    ItemType.PERMIT: "01",
    ItemType.PAYMENT: "05",
    ItemType.CONFIRMATION: "07",
    ItemType.REWARD: "08",
    ItemType.RULING: "09",
    ItemType.OTHER_POWER: "10",
    ItemType.PUBLIC_SERVICE: "20",
}
USE_LEVEL_CODES = {level: str(number) for number, level in enumerate(UseLevel, start=1)}

# Two characters of province, two of item type, five of main item, three of sub-item.
BASIC_ITEM_CODE = re.compile(r"[0-9]{2}(?P<item_type>[0-9]{2})[0-9]{8}")
# Social credit code, use level, basic item code, and for a 业务办理项 two digits more.
IMPLEMENTATION_CODE = re.compile(
    r"(?P<body>[0-9A-Z]{18})(?P<level>[0-9])(?P<basic>[0-9]{12})(?P<branch>[0-9]{2})?"
)
