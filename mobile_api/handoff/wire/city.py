"""What a city says of itself to its partners: items, keys, times without answers."""

from datetime import date, datetime

from pydantic import Field

from mobile_api.guides.catalogue.service import HandoffMode
from mobile_api.handoff.wire.base import VERSION, Line, RegionCode, WireBody


class PartnerItem(WireBody):
    """One item that the partner may hand over today."""

    agreement: Line
    item: Line
    name: Line
    mode: HandoffMode
    region_codes: tuple[RegionCode, ...]
    valid_until: date | None = None


class Items(WireBody):
    """Today's items under all agreements with the partner."""

    items: list[PartnerItem]


class PublishedKey(WireBody):
    """A key of this city as `KIND:BASE64`, and when it is good."""

    key_id: Line
    public_key: Line
    valid_from: datetime
    valid_until: datetime | None = None


class Window(WireBody):
    """A time in which messages may not be answered."""

    begins_at: datetime
    ends_at: datetime
    note: Line = ""


class Profile(WireBody):
    """What a partner has to know of this city; signed like every answer."""

    versions: tuple[str, ...] = (VERSION,)
    region_code: RegionCode
    name: Line
    signing_keys: list[PublishedKey]
    encryption_key: Line
    maintenance: list[Window] = Field(default_factory=list)
