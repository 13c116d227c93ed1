"""One run of the checks: whom they ask, what for, and the case that was opened on the way."""

import json
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.kit.checking.line import CheckedLine, Got
from mobile_api.handoff.kit.checking.their import Their
from mobile_api.handoff.kit.checking.verdicts import NotAsked
from mobile_api.handoff.partners.own_keys import seal
from mobile_api.handoff.wire.cases import CaseMessage, IdentityClaim, SealedApplicant, SealedCase
from mobile_api.handoff.wire.city import PartnerItem
from mobile_api.shared import clock
from mobile_api.shared.ids import new_id

# The example of GB 11643 itself: right in form, of nobody.
_APPLICANT = SealedApplicant(name="测试申请人", id_number="11010519491231002X", phone="13800138000")


@dataclass(frozen=True)
class Wanted:
    """What the case is for, where it was told; the rest is taken from their list of items."""

    agreement: str = ""
    item: str = ""
    region_code: str = ""
    from_region_code: str = "110100"
    patience_seconds: float = 10.0


@dataclass(frozen=True)
class OpenedCase:
    """A case that they have taken: its message, byte for byte, and their answer."""

    handoff_id: UUID
    message_id: UUID
    body: bytes
    got: Got


@dataclass
class Trial:
    """`items`: what they offer us today, once they have been asked."""

    line: CheckedLine
    their: Their
    wanted: Wanted
    items: list[PartnerItem] = field(default_factory=list)
    opened: OpenedCase | None = None

    @property
    def case(self) -> OpenedCase:
        """Raises NotAsked."""
        if self.opened is None:
            raise NotAsked("没有一件已被接收的办件")
        return self.opened

    @property
    def item(self) -> PartnerItem:
        """The first that is offered, or the one that was told. Raises NotAsked."""
        wanted = self.wanted
        for one in self.items:
            is_item = wanted.item in ("", one.item) and wanted.agreement in ("", one.agreement)
            if is_item and (not one.region_codes or wanted.region_code in ("", *one.region_codes)):
                return one
        if not (wanted.item and wanted.agreement and wanted.region_code):
            raise NotAsked("对方没有列出事项:请用 --item、--agreement 和 --region 指定")
        return PartnerItem(
            agreement=wanted.agreement,
            item=wanted.item,
            name=wanted.item,
            mode=HandoffMode.FULLY_ONLINE,
            region_codes=(wanted.region_code,),
        )

    def _region_of(self, item: PartnerItem) -> str:
        """Without a list the item is that of all their region."""
        return self.wanted.region_code or [*item.region_codes, self.their.region_code][0]

    def case_body(self, handoff_id: UUID | None = None, **says: Any) -> bytes:
        """A case as it should be, but for what `says`. Raises NotAsked."""
        item, now = self.item, clock.now()
        handoff_id = handoff_id or new_id()
        plain = SealedCase(applicant=_APPLICANT, form={})
        told = CaseMessage(
            handoff_id=handoff_id,
            agreement=item.agreement,
            item=item.item,
            mode=item.mode,
            region_code=self._region_of(item),
            from_region_code=self.wanted.from_region_code,
            taken_number=f"CHECK-{handoff_id.hex[-12:]}",
            taken_at=now,
            identity=IdentityClaim(level=3, means="identity_service", on=clock.beijing_date(now)),
            materials=[],
            sealed=seal(plain.model_dump_json().encode(), self.their.encryption_key),
        )
        return as_bytes(told.model_dump(mode="json") | says)


def as_bytes(said: Any) -> bytes:
    """JSON as this kit writes it."""
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
