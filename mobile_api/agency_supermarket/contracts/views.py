"""Shapes contracts for their sides, for the desk, and for everybody."""

from typing import Any

from mobile_api.agency_supermarket.contracts.acts.changing import may_ask_extension
from mobile_api.agency_supermarket.contracts.acts.serving import is_sanctioned
from mobile_api.agency_supermarket.contracts.acts.signing import may_serve
from mobile_api.agency_supermarket.contracts.history import events_of
from mobile_api.agency_supermarket.contracts.models import Contract, ContractFile
from mobile_api.agency_supermarket.contracts.rules import RULES
from mobile_api.agency_supermarket.contracts.schemas import (
    ContractFact,
    ContractFileView,
    ContractNotice,
    ContractSummary,
    ContractView,
    EndingView,
    ExtensionView,
    FinishedContract,
    MilestoneView,
)
from mobile_api.agency_supermarket.contracts.states import (
    CONTRACT_STATUS_NAMES,
    OPEN_CONTRACTS,
    RUNNING,
    UNSIGNED,
    ContractStatus,
    MilestoneState,
    Side,
)
from mobile_api.agency_supermarket.contracts.waiting import turn_of
from mobile_api.agency_supermarket.disputes.queries import has_open
from mobile_api.shared import clock
from uploads.schemas import FileAnswer

_PERSON = "个人采购人"
# Of a contract that was returned often: the newest.
_MOST_FILES = 200


def summary(contract: Contract) -> ContractSummary:
    """`need`, `enterprise` and `agency__enterprise` are fetched."""
    return ContractSummary(**_line(contract))


def _line(contract: Contract) -> dict[str, Any]:
    turn = turn_of(contract)
    return {
        "id": contract.id,
        "number": contract.number,
        "need_id": contract.need_id,
        "need_title": contract.need.title,
        "agency_id": contract.agency_id,
        "agency_name": contract.agency.enterprise.name,
        "owner_name": contract.enterprise.name if contract.enterprise else _PERSON,
        "status": contract.status,
        "status_name": CONTRACT_STATUS_NAMES[contract.status],
        "price_fen": contract.price_fen,
        "last_day": contract.last_day,
        "waits_for": turn.waits_for,
        "until": turn.until,
        "is_overdue": turn.is_overdue,
        "what_to_do": turn.sentence,
        "created_at": contract.created_at,
    }


async def view(contract: Contract, side: Side | None) -> ContractView:
    """One contract, whole; `side` is None at the desk."""
    await contract.fetch_related("need", "enterprise", "agency__enterprise")
    known: dict[str, Any] = {
        name: getattr(contract, name)
        for name in (
            "shown_until",
            "sign_by",
            "proposal",
            "proposed_by",
            "rounds",
            "signed_at",
            "delivered_at",
            "finished_at",
            "days_late",
        )
    }
    extension, ending = contract.extension, contract.ending
    return ContractView(
        **_line(contract),
        **known,
        side=side,
        # Of the other side's own business an agency knows nothing.
        case_id=None if side is Side.agency else contract.case_id,
        milestones=_milestones(contract),
        extension=ExtensionView(**extension.model_dump()) if extension else None,
        ending=EndingView(**ending.model_dump()) if ending else None,
        faults=list(contract.faults or ()),
        notice=_notice(contract),
        files=await _files(contract),
        history=[
            ContractFact(at=one.at, text=one.public_text) for one in await events_of(contract.id)
        ],
        can=await _can(contract, side) if side else [],
    )


def _milestones(contract: Contract) -> list[MilestoneView]:
    return [
        MilestoneView(place=place, **one.model_dump())
        for place, one in enumerate(contract.milestones)
    ]


def _notice(contract: Contract) -> str:
    """What both sides read of an agency that was struck while it serves."""
    if contract.status not in RUNNING or not is_sanctioned(contract):
        return ""
    return RULES.here().sanctioned.on(clock.today()).notice


async def _files(contract: Contract) -> list[ContractFileView]:
    found = ContractFile.filter(contract_id=contract.id).prefetch_related("file")
    newest = await found.order_by("-id").limit(_MOST_FILES)
    ordered = sorted(newest, key=lambda one: (one.kind, one.part, one.place))
    return [
        ContractFileView(kind=one.kind, part=one.part, file=FileAnswer.of(one.file))
        for one in ordered
    ]


async def _can(contract: Contract, side: Side) -> list[str]:
    found = _acts(contract, side)
    if "confirm" in found and await has_open(contract.need_id):
        found.remove("confirm")
    if contract.status in UNSIGNED and not await may_serve(contract):
        barred = {"confirm", "propose"} if side is Side.agency else {"confirm"}
        found = [one for one in found if one not in barred]
    if contract.status in OPEN_CONTRACTS:
        if contract.ending is None:
            found.append("ask_ending")
        else:
            asked_it = contract.ending.by is side
            found.append("withdraw_ending" if asked_it else "answer_ending")
    return found


def _acts(contract: Contract, side: Side) -> list[str]:
    today, status = clock.today(), contract.status
    if status in UNSIGNED:
        return _to_sign(contract, side) if contract.shown_until < today <= contract.sign_by else []
    states = {one.state for one in contract.milestones}
    if status is ContractStatus.in_force and side is Side.agency:
        found = ["report_milestone"] if MilestoneState.planned in states else []
        if contract.extension is not None:
            found.append("withdraw_extension")
        return [*found, *(["ask_extension"] if may_ask_extension(contract) else []), "deliver"]
    if status is ContractStatus.in_force:
        found = ["answer_milestone"] if MilestoneState.reported in states else []
        return [*found, *(["answer_extension"] if contract.extension else [])]
    is_review = status is ContractStatus.delivered and side is Side.owner
    return ["accept", "return_result"] if is_review else []


def _to_sign(contract: Contract, side: Side) -> list[str]:
    if contract.status is ContractStatus.proposed and contract.proposed_by is side.other:
        return ["confirm", "send_back"]
    return ["propose"]


async def notice(contract: Contract) -> ContractNotice:
    """What is public: nothing of a proposal that nobody has confirmed."""
    await contract.fetch_related("agency__enterprise")
    is_signed = contract.signed_at is not None
    finished, signed = contract.finished_at, contract.signed_at
    return ContractNotice(
        number=contract.number,
        status=contract.status,
        status_name=CONTRACT_STATUS_NAMES[contract.status],
        agency_name=contract.agency.enterprise.name,
        price_fen=contract.price_fen if is_signed else None,
        signed_on=clock.beijing_date(signed) if signed else None,
        last_day=contract.last_day if is_signed else None,
        finished_on=clock.beijing_date(finished) if finished else None,
        days_late=contract.days_late,
    )


def finished(contract: Contract) -> FinishedContract:
    """`need` is fetched."""
    at = contract.finished_at or contract.created_at
    return FinishedContract(
        number=contract.number,
        need_id=contract.need_id,
        need_title=contract.need.title,
        finished_on=clock.beijing_date(at),
        days_late=contract.days_late or 0,
    )
