"""What a viewer without the right to the whole value gets to see (domain 2.13)."""


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
    for ending in ("街道", "镇", "乡"):
        head, found, _ = address.partition(ending)
        if found:
            return head + found + "****"
    return address[:6] + "****"
