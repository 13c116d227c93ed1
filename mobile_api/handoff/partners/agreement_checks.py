"""Agreements and their items in a file of partners: dates, numbers, items, modes, regions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.partners.known import Known, KnownGuide
from mobile_api.handoff.partners.reading import PlacedEntry, agreements_of, items_of
from mobile_api.handoff.partners.schemas import AgreementHead, ItemEntry, PartnerHead
from mobile_api.handoff.partners.states import HandoffDirection
from mobile_api.shared import clock
from mobile_api.shared.errors import FieldFault as Fault

_Name = tuple[str, HandoffDirection, str, HandoffMode]


@dataclass(frozen=True, slots=True)
class _Term:
    """When and where an item holds; no regions: everywhere. `path` "": it stands in a row alone."""

    path: str
    begins: date
    ends: date
    regions: frozenset[str]

    def meets(self, other: "_Term") -> bool:
        same_place = not self.regions or not other.regions or self.regions & other.regions
        return bool(same_place) and self.begins <= other.ends and other.begins <= self.ends


def agreement_faults(partners: list[PlacedEntry[PartnerHead]], known: Known) -> Iterator[Fault]:
    """Of all agreements with all partners, together with those that are known."""
    owners = {one.number: one.partner.key for one in known.agreements}
    ended = {
        one.number: one.ended_on
        for one in known.agreements
        if one.ended_on is not None and one.ended_on <= clock.beijing_date(known.now)
    }
    seen: set[str] = set()
    for partner in partners:
        for place in agreements_of(partner):
            number = place.said.number
            if number in seen:
                yield Fault(f"{place.path}/number", "duplicate_agreement", "同一协议请只写一次。")
            elif owners.get(number, partner.said.key) != partner.said.key:
                words = "该协议编号已登记在另一个城市名下,请核对。"
                yield Fault(f"{place.path}/number", "agreement_of_another", words)
            seen.add(number)
            if number in ended and place.said.ended_on != ended[number]:
                words = "协议已经终止,不能恢复或改期,请用新的编号登记。"
                yield Fault(f"{place.path}/ended_on", "agreement_has_ended", words)
            yield from _dates(place.path, place.said)
            for item in items_of(place):
                yield from _item_faults(item, partner.said, known)
        yield from _double_faults(partner, known)


def _dates(path: str, said: AgreementHead | ItemEntry) -> Iterator[Fault]:
    """A day is the last one on which it holds, or the first on which it does not any more."""
    for name in ("valid_until", "ended_on"):
        ends = getattr(said, name, None)
        if ends is not None and ends < said.valid_from:
            words = "结束日期不能早于开始日期,请核对。"
            yield Fault(f"{path}/{name}", "dates_order", words)


def _item_faults(
    item: PlacedEntry[ItemEntry], partner: PartnerHead, known: Known
) -> Iterator[Fault]:
    path, said = item.path, item.said
    yield from _dates(path, said)
    yield from _region_faults(item, partner, known)
    for theirs, ours in _merged(said.names):
        words = f"对方名称{theirs}都对应本市的{ours},一个名称只能对应一个,请核对。"
        yield Fault(f"{path}/names", "name_twice", words)
    if known.guides is None:
        words = "还没有发布事项目录,请先运行 yiwang load-catalogue。"
        yield Fault(f"{path}/item_key", "no_catalogue", words)
        return
    guide = known.guides.get(said.item_key)
    if guide is None:
        yield Fault(f"{path}/item_key", "item_unknown", "事项目录中没有这个事项,请核对。")
    else:
        yield from _guide_faults(path, said, guide)


def _merged(names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Names of theirs that would become one of ours, joined, and which."""
    theirs: dict[str, list[str]] = {}
    for name, ours in names.items():
        theirs.setdefault(ours, []).append(name)
    for ours, several in theirs.items():
        if len(several) > 1:
            yield "、".join(several), ours


def _guide_faults(path: str, said: ItemEntry, guide: KnownGuide) -> Iterator[Fault]:
    """What the item here does not bear out."""
    if guide.basic_code != said.basic_code:
        yield Fault(f"{path}/basic_code", "basic_code_differs", "与该事项的基本编码不一致,请核对。")
    if said.mode not in guide.modes:
        words = "该事项的办事指南没有开放这种通办方式,请先改指南。"
        yield Fault(f"{path}/mode", "mode_not_offered", words)
    for theirs, ours in said.names.items():
        if ours not in guide.names:
            words = "该事项的表单和材料中没有这个名称,请核对。"
            yield Fault(f"{path}/names/{theirs}", "name_unknown", words)


def _region_faults(
    item: PlacedEntry[ItemEntry], partner: PartnerHead, known: Known
) -> Iterator[Fault]:
    """Counties are those of the home city, which has the power to decide."""
    is_ours = item.said.direction is HandoffDirection.from_partner
    home = known.own_regions if is_ours else frozenset(partner.regions)
    for number, region in enumerate(item.said.regions):
        if not any(lies_in(region, one) for one in home):
            words = "该区划不属于办理这个事项的城市,请核对。"
            yield Fault(f"{item.path}/regions/{number}", "region_elsewhere", words)


def _double_faults(partner: PlacedEntry[PartnerHead], known: Known) -> Iterator[Fault]:
    """Two items that say the same thing of one day: nobody could tell which one holds."""
    terms: dict[_Name, _Term] = {}
    for row in known.items:
        if row.agreement.partner.key == partner.said.key:
            said = ItemEntry.model_validate(row, from_attributes=True)
            name = row.agreement.number, row.direction, row.basic_code, row.mode
            head = AgreementHead.model_validate(row.agreement, from_attributes=True)
            terms[name] = _term("", said, head)
    for agreement in agreements_of(partner):
        for item in items_of(agreement):
            said = item.said
            name = agreement.said.number, said.direction, said.basic_code, said.mode
            if name in terms and terms[name].path:
                yield Fault(item.path, "duplicate_item", "同一事项请在一个协议中只写一次。")
            terms[name] = _term(item.path, said, agreement.said)
    yield from _overlaps(terms)


def _overlaps(terms: dict[_Name, _Term]) -> Iterator[Fault]:
    by_item: dict[tuple[HandoffDirection, str, HandoffMode], list[_Term]] = {}
    for (_, direction, code, mode), term in terms.items():
        others = by_item.setdefault((direction, code, mode), [])
        clash = next((one for one in others if one.meets(term)), None)
        if clash is not None and (term.path or clash.path):
            words = "与另一个协议中的同一事项日期和区划重叠,请先结束其中一个。"
            yield Fault(term.path or clash.path, "item_overlaps", words)
        others.append(term)


def _term(path: str, item: ItemEntry, agreement: AgreementHead) -> _Term:
    ended = agreement.ended_on
    # From the day of its end on it does not hold.
    last = None if ended is None else ended - timedelta(days=1)
    ends = [item.valid_until, agreement.valid_until, last]
    return _Term(
        path,
        max(item.valid_from, agreement.valid_from),
        min((one for one in ends if one is not None), default=date.max),
        frozenset(item.regions),
    )


def lies_in(code: str, region: str) -> bool:
    """Whether a place is that region or lies in it (GB/T 2260): 370102 in 370100 and in 370000."""
    prefix = region
    while prefix.endswith("00"):
        prefix = prefix[:-2]
    return code.startswith(prefix)
