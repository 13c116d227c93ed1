"""Codes of GB/T 2260: two digits each of province, city and county; 00 stands for all of them."""


def lies_in(code: str, region: str) -> bool:
    """Whether a place is that region or lies in it: 370102 in 370100 and in 370000."""
    prefix = region
    while prefix.endswith("00"):
        prefix = prefix[:-2]
    return code.startswith(prefix)
