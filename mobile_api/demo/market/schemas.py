"""What `agencies.json` and `needs.json` say: who there is at the demo market, and what they do."""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field

from mobile_api.agency_supermarket.agencies.states import SanctionKind
from mobile_api.agency_supermarket.credit.states import CreditKind
from mobile_api.agency_supermarket.needs.schemas import JudgingRequest
from mobile_api.agency_supermarket.needs.states import NeedStatus
from mobile_api.agency_supermarket.selection.rules import FundSource, Method
from mobile_api.demo.market.told import (
    Code,
    ToldChange,
    ToldContract,
    ToldDispute,
    ToldFact,
    ToldReply,
    When,
)

_HERE = Path(__file__).parent
# Of one trade each has another one: bidders behind whom one person stands are all out.
REPRESENTATIVES = 10


class ToldService(ToldFact):
    """As in `OfferedService`; prices in 分."""

    service_type: str
    price_from_fen: int
    price_to_fen: int
    price_unit: str
    promised_days: int


class ToldQualification(ToldFact):
    """`begins` and `ends`: its first and last day, in days from the day of loading."""

    kind: str
    number: str
    begins: int
    ends: int


class ToldObjection(ToldFact):
    at: When
    text: str


class ToldAnswer(ToldFact):
    at: When
    upheld: bool
    text: str


class ToldSanction(ToldFact):
    """`last_day`: in days from the day of loading; none where the rule says how long it lasts."""

    at: When
    kind: SanctionKind
    reason: str
    last_day: int | None = None
    objection: ToldObjection | None = None
    answer: ToldAnswer | None = None


class ToldRepair(ToldFact):
    """An application for repair of credit, and the desk's decision."""

    at: When
    statement: str
    decided: When
    granted: bool
    reason: str


class ToldCredit(ToldFact):
    """An entry of credit by the desk."""

    at: When
    kind: CreditKind
    reason: str
    reference: str
    repair: ToldRepair | None = None


class ToldOffice(ToldFact):
    """Invented like the city; GCJ-02 degrees."""

    address: str = Field(pattern="^示范市")
    longitude: float
    latitude: float


class ToldAgency(ToldFact):
    """`representative`: which of the demo's legal representatives, from 0."""

    name: str = Field(pattern="^示范市")
    social_credit_code: Code
    representative: int = Field(ge=0, lt=REPRESENTATIVES)
    introduction: str
    process: str
    phone: str
    practitioners: int
    office: ToldOffice
    applied: When
    listed: When
    services: tuple[ToldService, ...] = Field(min_length=1)
    qualifications: tuple[ToldQualification, ...]
    sanctions: tuple[ToldSanction, ...]
    credit: tuple[ToldCredit, ...] = ()


class ToldOwner(ToldFact):
    """采购人."""

    key: str
    name: str = Field(pattern="^示范市")
    social_credit_code: Code


class ToldQuestion(ToldFact):
    agency: str
    at: When
    text: str
    answer: ToldReply


class ToldBid(ToldFact):
    """A second one of the same agency replaces the first. `points`: what the experts give its
    proposal, each in the drawn order, by criterion."""

    agency: str
    at: When
    price_fen: int
    days: int
    note: str = ""
    proposal: str | None = None
    points: tuple[tuple[int, ...], ...] = ()


class ToldCancelling(ToldFact):
    at: When
    reason: str


class ToldNeed(ToldFact):
    """`state`: where it stands after loading; closed is published, and the deadline is over.

    `opened`: when its owner opens the bids; `numbers`: when the public numbers of its draw are
    entered, which are invented as all the rest; `panel_numbers`: those of its panel.
    """

    state: Literal["closed"] | NeedStatus
    never_opened: bool = False
    owner: str
    title: str
    description: str
    service_type: str
    method: Method
    fund_source: FundSource
    budget_fen: int | None
    big_list: int | None = None
    small_list: int | None = None
    price_percent: int | None = None
    judging: JudgingRequest | None = None
    published: When
    closes: When
    opened: When | None = None
    numbers: When | None = None
    panel_numbers: When | None = None
    scored: When | None = None
    changed: ToldChange | None = None
    cancelled: ToldCancelling | None = None
    contract: ToldContract | None = None
    questions: tuple[ToldQuestion, ...]
    bids: tuple[ToldBid, ...]
    dispute: ToldDispute | None = None


class _Agencies(ToldFact):
    source: str
    agencies: tuple[ToldAgency, ...]


class _Needs(ToldFact):
    source: str
    owners: tuple[ToldOwner, ...]
    needs: tuple[ToldNeed, ...]
    walked: tuple[ToldNeed, ...]


@cache
def told_agencies() -> tuple[ToldAgency, ...]:
    """Raises ValidationError for a file that says something else."""
    return _Agencies.model_validate_json((_HERE / "agencies.json").read_bytes()).agencies


@cache
def _needs() -> _Needs:
    return _Needs.model_validate_json((_HERE / "needs.json").read_bytes())


def told_owners() -> tuple[ToldOwner, ...]:
    return _needs().owners


def told_needs() -> tuple[ToldNeed, ...]:
    """Those that stand at the market once it is loaded."""
    return _needs().needs


def walked_needs() -> tuple[ToldNeed, ...]:
    """Those that `yiwang demo` runs from their publication to their award."""
    return _needs().walked
