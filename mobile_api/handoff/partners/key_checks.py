"""Keys in a file of partners: readable, nobody else's, never more than two good at once."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyrage

from mobile_api.handoff.partners.known import Known
from mobile_api.handoff.partners.reading import PlacedEntry, keys_of
from mobile_api.handoff.partners.schemas import KeyEntry, PartnerHead
from mobile_api.shared.errors import FieldFault as Fault
from mobile_api.signatures.errors import SmUnavailable
from mobile_api.signatures.service import VerifyingKey

MOST_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class _Span:
    """When a key is good: from one instant until before the other, or for ever."""

    begins: datetime
    ends: datetime | None

    def holds(self, at: datetime) -> bool:
        return self.begins <= at and (self.ends is None or at < self.ends)


def encryption_key_faults(place: PlacedEntry[PartnerHead]) -> Iterator[Fault]:
    """Whether it is an age recipient (X25519)."""
    try:
        pyrage.x25519.Recipient.from_str(place.said.encryption_key)
    except pyrage.RecipientError:
        words = "不是 age 公钥(以 age1 开头),请向对方核对。"
        yield Fault(f"{place.path}/encryption_key", "age_key_unreadable", words)


def key_faults(partners: Iterable[PlacedEntry[PartnerHead]], known: Known) -> Iterator[Fault]:
    """Of the keys of all partners, together with those that are known."""
    owners = {one.key_id: one.partner.key for one in known.keys}
    for partner in partners:
        readable: list[tuple[str, KeyEntry]] = []
        for place in keys_of(partner):
            faults = list(_own_faults(place, partner.said.key, owners, known))
            yield from faults
            if not faults:
                readable.append((place.path, place.said))
        yield from _crowd_faults(partner.said.key, readable, known)


def _own_faults(
    place: PlacedEntry[KeyEntry], partner: str, owners: dict[str, str], known: Known
) -> Iterator[Fault]:
    path = f"{place.path}/public_key"
    key, fault = _read(place.said.public_key, path)
    if fault is not None:
        yield fault
    if key is not None and key.key_id in known.own_key_ids:
        yield Fault(path, "key_is_ours", "这是本市自己的公钥,请向对方核对。")
    elif key is not None and owners.setdefault(key.key_id, partner) != partner:
        yield Fault(path, "key_of_another", "这把公钥已登记给另一个城市,请向对方核对。")
    until = place.said.valid_until
    if until is not None and until <= place.said.valid_from:
        words = "失效时间要晚于生效时间,请核对。"
        yield Fault(f"{place.path}/valid_until", "dates_order", words)


def _read(text: str, path: str) -> tuple[VerifyingKey | None, Fault | None]:
    try:
        return VerifyingKey.read(text), None
    except SmUnavailable:
        words = "本机没有支持 SM2 的 OpenSSL 3,暂时无法核对这把公钥,请安装后重试。"
        return None, Fault(path, "sm2_unavailable", words)
    except ValueError:
        words = "不是可用的公钥,请按 ed25519:… 或 sm2-sm3:… 填写。"
        return None, Fault(path, "key_unreadable", words)


def _crowd_faults(
    partner: str, said: Sequence[tuple[str, KeyEntry]], known: Known
) -> Iterator[Fault]:
    """The first key of the file in whose time there are too many."""
    of_file = {VerifyingKey.read(key.public_key).key_id: key for _, key in said}
    if len(of_file) < len(said):
        yield Fault(said[-1][0], "duplicate_key", "同一把公钥请只写一次。")
    revoked = {one.key_id for one in known.keys if one.revoked_at is not None}
    spans = [
        _Span(one.valid_from, one.valid_until)
        for one in known.keys
        if one.partner.key == partner and one.key_id not in {*of_file, *revoked}
    ]
    spans += [
        _Span(one.valid_from, one.valid_until) for id_, one in of_file.items() if id_ not in revoked
    ]
    # The most keys are good at an instant at which one of them begins.
    for path, key in said:
        if sum(span.holds(key.valid_from) for span in spans) > MOST_AT_ONCE:
            words = "同一时间最多两把公钥有效,请先写明旧公钥的失效时间。"
            yield Fault(f"{path}/valid_from", "too_many_keys", words)
            return
