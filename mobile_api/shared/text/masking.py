"""What a viewer without the right to the whole value gets to see.

No more than the purpose needs (个人信息保护法 6); how names and numbers are cut is custom, not law.
"""

import re

# House numbers, in whatever digits people write them: from here on an address is one door.
_NUMBER = re.compile(
    r"[0-9０-９一二三四五六七八九十百]+(号|栋|幢|楼|单元|室|弄|巷|组|座)|[0-9０-９]"
)


def mask_name(name: str) -> str:
    """Surname only: 张**; the number of characters of the name is not told."""
    return name[:1] + "**" if name else ""


def mask_id_number(number: str) -> str:
    """First three and last four: region and birthday are never shown together."""
    return number[:3] + "*" * max(len(number) - 7, 4) + number[-4:] if len(number) > 7 else "****"


def mask_phone(phone: str) -> str:
    """138****8000."""
    return phone[:3] + "****" + phone[-4:] if len(phone) >= 11 else "****"


def mask_address(address: str) -> str:
    """Down to the town or street office; house and door are hidden."""
    street = _NUMBER.split(address, maxsplit=1)[0]
    for ending in ("街道", "镇", "乡"):
        head, found, _ = street.partition(ending)
        if found:
            return head + found + "****"
    return street[:6] + "****"
