"""What finding is asked with and answers; money in 分 (1/100 yuan), distances in metres."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from mobile_api.agency_supermarket.agencies.offices.schemas import Latitude, Longitude, OfficeView
from mobile_api.agency_supermarket.agencies.records.schemas import RecordView
from mobile_api.agency_supermarket.agencies.schemas import QualificationView
from mobile_api.agency_supermarket.agencies.states import AgencyStatus
from mobile_api.agency_supermarket.service_types.schemas import ServiceTypeView
from mobile_api.guides.search.service import LONGEST_TOLD
from mobile_api.shared.http.pagination import PageSize
from mobile_api.shared.http.schema import AnswerBody, RequestBody

MOST_COMPARED = 5
# Some hundred metres: enough to tell near from far, and no house is named by it.
_DECIMALS = 3


class AgencySort(StrEnum):
    """By what the agencies of a service are sorted: `average` is the price against that of its
    unit. Who has no figure stands last."""

    newest = "newest"
    price = "price"
    average = "average"
    days = "days"
    on_time = "on_time"
    rating = "rating"


class OffersQuery(RequestBody):
    """The agencies that may render a service today."""

    sort: AgencySort = AgencySort.newest
    cursor: str | None = None
    limit: PageSize = 20


def _coarse(degrees: float) -> float:
    return round(degrees, _DECIMALS)


class NearbyRequest(RequestBody):
    """Where the caller is, for this answer alone: rounded on arrival, never kept or logged."""

    longitude: Annotated[Longitude, AfterValidator(_coarse)] = Field(examples=[119.221])
    latitude: Annotated[Latitude, AfterValidator(_coarse)] = Field(examples=[34.597])
    cursor: str | None = None
    limit: PageSize = 20


class CompareQuery(RequestBody):
    """Up to five agencies, each named once."""

    agency: list[UUID] = Field(min_length=1, max_length=MOST_COMPARED)


class MarketSearchQuery(RequestBody):
    """A person's own words."""

    q: Annotated[str, StringConstraints(max_length=LONGEST_TOLD)] = ""


class PriceLevel(AnswerBody):
    """What the agencies that may render a service today ask for it, in one unit.

    `average_fen` is the median of the middles of their price ranges: one absurd price does not move
    it. `low_fen`: the lowest fifth asks for no more than this.
    """

    price_unit: str
    agencies: int
    average_fen: int
    low_fen: int


class PriceAgainst(AnswerBody):
    """The middle of an agency's prices against the average of its unit."""

    percent: int = Field(description="占平均价的百分比")
    is_below_half: bool
    is_lowest_fifth: bool
    text: str


class OfferLine(AnswerBody):
    """An agency with what it asks for one service, and its record over all of them."""

    agency_id: UUID
    name: str
    status: AgencyStatus
    status_name: str
    phone: str
    practitioners: int
    price_from_fen: int
    price_to_fen: int
    price: str
    price_unit: str
    promised_days: int
    against_average: PriceAgainst | None = Field(
        description="与平均价相比;同一计价单位不足三家时为空"
    )
    record: RecordView
    office: OfficeView | None
    distance_m: int | None = Field(description="与您的距离(米),按位置查找时才有")
    distance: str = Field(description="距离,或者为什么没有;按位置查找时才有")


class OfferPage(AnswerBody):
    """The agencies of a service; `order_rule` says in words why they stand in this order."""

    service: ServiceTypeView
    levels: list[PriceLevel]
    order_rule: str
    offers: list[OfferLine]
    next_cursor: str | None


class ComparedAgency(OfferLine):
    """One column of a comparison. `covered_until` null: its certificates have no end."""

    is_open: bool = Field(description="现在可以承接这项服务")
    covered_until: date | None
    qualifications: list[QualificationView]
    sanctions: list[str] = Field(description="现在有效的处理决定")
    registered_practitioners: int


class Comparison(AnswerBody):
    """Agencies side by side for one service, in the order asked for."""

    service: ServiceTypeView
    levels: list[PriceLevel]
    agencies: list[ComparedAgency]


class FoundAgency(AnswerBody):
    """An agency that bears the words in its name."""

    id: UUID
    name: str
    status: AgencyStatus
    status_name: str


class MarketFound(AnswerBody):
    """What the market has for a person's words; with nothing of it, what else they can do.

    `perhaps`: so little speaks for the services that they are to be shown as a question.
    """

    services: list[ServiceTypeView]
    agencies: list[FoundAgency]
    perhaps: bool
    understood_as: str | None
    emergency_numbers: list[str]
    advice: str


class ItemService(AnswerBody):
    """A service that the applicants of a guide need, with the first agencies by price."""

    service: ServiceTypeView
    offers: list[OfferLine]


class ItemServices(AnswerBody):
    """The services that a guide's applicants may have to buy, from whomever they like."""

    item_key: str
    services: list[ItemService]
    notice: str
