"""Every fault of a file of partners, found before anything of it is stored."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from mobile_api.handoff.partners.agreement_checks import agreement_faults
from mobile_api.handoff.partners.key_checks import encryption_key_faults, key_faults
from mobile_api.handoff.partners.known import Known
from mobile_api.handoff.partners.reading import (
    PlacedEntry,
    maintenance_of,
    partners_of,
    shape_faults,
    successors_of,
)
from mobile_api.handoff.partners.schemas import PartnerHead
from mobile_api.shared.errors import FieldFault as Fault


def file_faults(data: object, known: Known) -> list[Fault]:
    """`path` is a JSON pointer, `code` stable, `message` Chinese; no fault: it can be loaded.

    An entry of a broken shape is reported and left out of the other checks, with what hangs on it;
    all else is checked.
    """
    faults = shape_faults(data)
    if isinstance(data, Mapping):
        faults += _partner_faults(partners_of(data), known)
        faults += key_faults(partners_of(data), known)
        faults += agreement_faults(partners_of(data), known)
        faults += _successor_faults(data, known)
        for window in maintenance_of(data):
            faults += order_faults(
                window.path, "ends_at", window.said.begins_at, window.said.ends_at
            )
    return sorted(set(faults), key=lambda fault: (fault.path, fault.code))


def order_faults(
    path: str, name: str, begins: date | datetime, ends: date | datetime | None
) -> Iterator[Fault]:
    """Days may be the same, as both belong to the time; instants may not."""
    if ends is None:
        return
    if ends < begins or (isinstance(ends, datetime) and ends == begins):
        yield Fault(f"{path}/{name}", "dates_order", "结束时间不能早于开始时间,请核对。")


def _partner_faults(partners: list[PlacedEntry[PartnerHead]], known: Known) -> Iterator[Fault]:
    seen: set[str] = set()
    regions = {region: one.key for one in known.partners for region in one.regions}
    for place in partners:
        said = place.said
        if said.key in seen:
            yield Fault(f"{place.path}/key", "duplicate_key", "同一城市请只写一次。")
        seen.add(said.key)
        yield from _address_faults(place, known)
        yield from encryption_key_faults(place)
        for number, region in enumerate(said.regions):
            path = f"{place.path}/regions/{number}"
            if region in known.own_regions:
                yield Fault(path, "region_is_ours", "这是本市的区划代码,请核对。")
            elif regions.setdefault(region, said.key) != said.key:
                yield Fault(path, "region_of_another", "该区划已登记给另一个城市,请核对。")


def _address_faults(place: PlacedEntry[PartnerHead], known: Known) -> Iterator[Fault]:
    path, text = f"{place.path}/base_url", place.said.base_url
    try:
        parts = urlsplit(text)
        is_plain = parts.port != 0 and not parts.username and not parts.password
    except ValueError:
        yield Fault(path, "address_invalid", "地址格式不正确,请写成 https://主机/路径。")
        return
    if not parts.hostname or not is_plain or text != text.strip() or set(text) & set("?#\\ "):
        yield Fault(path, "address_invalid", "地址格式不正确,请写成 https://主机/路径。")
    elif text.endswith("/"):
        yield Fault(path, "address_invalid", "地址末尾请不要带斜杠。")
    elif parts.scheme != "https" and not (known.is_local and parts.scheme == "http"):
        yield Fault(path, "address_not_https", "地址必须以 https:// 开头,请改用加密的地址。")
    if known.is_local:
        return
    for number, host in enumerate(place.said.hosts):
        if _is_address(host):
            words = "请填写域名,不要填写 IP 地址。"
            yield Fault(f"{place.path}/hosts/{number}", "host_is_address", words)


def _is_address(host: str) -> bool:
    try:
        ip_address(host.partition(":")[0])
    except ValueError:
        return False
    return True


def _successor_faults(data: Mapping[str, Any], known: Known) -> Iterator[Fault]:
    seen: set[str] = set()
    places = successors_of(data)
    led = {**known.successors, **{one.said.code: one.said.successor for one in places}}
    for place in places:
        if place.said.code in seen:
            yield Fault(f"{place.path}/code", "duplicate_region", "同一区划代码请只写一次。")
        seen.add(place.said.code)
        if _leads_back(place.said.code, led):
            words = "区划沿革首尾相接,成了一个圈,请核对。"
            yield Fault(f"{place.path}/successor", "successor_cycle", words)


def _leads_back(code: str, led: Mapping[str, str]) -> bool:
    passed: set[str] = set()
    at = code
    while at in led and at not in passed:
        passed.add(at)
        at = led[at]
    return at == code
