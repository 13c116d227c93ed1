"""An agency's life at the demo market, each step by whose it is and at its own instant."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from uuid import UUID

from mobile_api.agency_supermarket.agencies.applying import apply, fill
from mobile_api.agency_supermarket.agencies.offices.schemas import OfficeRequest
from mobile_api.agency_supermarket.agencies.offices.service import move_in
from mobile_api.agency_supermarket.agencies.queries import sanctions_of
from mobile_api.agency_supermarket.agencies.requests import AgencyApplication
from mobile_api.agency_supermarket.agencies.review import list_agency
from mobile_api.agency_supermarket.agencies.sanctions.schemas import (
    ObjectionAnswer,
    SanctionRequest,
)
from mobile_api.agency_supermarket.agencies.sanctions.service import answer, object_to, order
from mobile_api.agency_supermarket.agencies.scope import at_the_desk, locked, own
from mobile_api.agency_supermarket.credit.answering import ask_repair, decide_repair
from mobile_api.agency_supermarket.credit.queries import entries_of, repairs_of
from mobile_api.agency_supermarket.credit.schemas import (
    CreditQuery,
    RepairDecision,
    RepairRequest,
)
from mobile_api.agency_supermarket.credit.service import CreditFinding, enter_into
from mobile_api.demo.market.people import MarketStaff, acting_for
from mobile_api.demo.market.schemas import ToldAgency, ToldCredit, ToldQualification, ToldSanction
from mobile_api.demo.market.told import instant
from mobile_api.shared import clock
from mobile_api.shared.callers import Citizen
from mobile_api.shared.database import in_transaction
from mobile_api.shared.history.moves import actor_of


class AgencyPeople:
    """Who acts for the demo's agencies, by the name of the agency."""

    def __init__(self, staff: MarketStaff, today: date) -> None:
        self.staff, self.today = staff, today
        self.callers: dict[str, Citizen] = {}

    async def bring_in(
        self, told: Sequence[ToldAgency], people: Sequence[UUID], scans: Mapping[UUID, UUID]
    ) -> int:
        """Every agency that is not there yet; answers how many those were."""
        new = 0
        for one in told:
            person = people[one.representative]
            with clock.standing_at(instant(one.applied, self.today)):
                caller = await acting_for(self.staff.desk, person, one.social_credit_code, one.name)
            self.callers[one.name] = caller
            if not await own(caller).exists():
                # One transaction for all of its life: cut anywhere, it begins anew.
                async with in_transaction():
                    await self._live(one, caller, scans[person])
                new += 1
        return new

    async def _live(self, told: ToldAgency, caller: Citizen, scan: UUID) -> None:
        with clock.standing_at(instant(told.applied, self.today)):
            await fill(caller, self._application(told, scan))
            agency = await apply(caller)
        with clock.standing_at(instant(told.listed, self.today)):
            await list_agency(self.staff.desk, agency.id)
            await move_in(caller, OfficeRequest.model_validate(told.office.model_dump()))
        for sanction in told.sanctions:
            await self._sanction(sanction, agency.id, caller)
        for entry in told.credit:
            await self._credit(entry, agency.id, caller, scan)

    def _application(self, told: ToldAgency, scan: UUID) -> AgencyApplication:
        said = told.model_dump(
            include={"introduction", "process", "phone", "practitioners", "services"}
        )
        papers = [self._certificate(one, scan) for one in told.qualifications]
        return AgencyApplication.model_validate(said | {"qualifications": papers})

    def _certificate(self, told: ToldQualification, scan: UUID) -> dict[str, object]:
        return {
            "kind": told.kind,
            "number": told.number,
            "valid_from": self.today + timedelta(days=told.begins),
            "valid_until": self.today + timedelta(days=told.ends),
            "file_id": scan,
        }

    async def _sanction(self, told: ToldSanction, agency_id: UUID, caller: Citizen) -> None:
        last_day = None
        if told.last_day is not None:
            last_day = self.today + timedelta(days=told.last_day)
        ordered = SanctionRequest(kind=told.kind, reason=told.reason, last_day=last_day)
        with clock.standing_at(instant(told.at, self.today)):
            await order(self.staff.supervisor, agency_id, ordered)
        if told.objection is None:
            return
        sanction = (await sanctions_of(agency_id))[-1]
        with clock.standing_at(instant(told.objection.at, self.today)):
            await object_to(caller, sanction.id, told.objection.text)
        if told.answer is not None:
            said = ObjectionAnswer(upheld=told.answer.upheld, answer=told.answer.text)
            with clock.standing_at(instant(told.answer.at, self.today)):
                await answer(self.staff.deputy, agency_id, sanction.id, said)

    async def _credit(self, told: ToldCredit, agency_id: UUID, caller: Citizen, scan: UUID) -> None:
        # Of a contract from before the market had any: so by its paper.
        said = CreditFinding(told.kind, told.reason, f"paper:{told.reference}")
        with clock.standing_at(instant(told.at, self.today)):
            agency = await locked(at_the_desk(self.staff.desk), agency_id)
            await enter_into(agency, actor_of(self.staff.desk), said)
        if told.repair is None:
            return
        (entry, *_) = await entries_of(agency_id, CreditQuery(limit=1))
        asked = RepairRequest(statement=told.repair.statement, file_id=scan)
        with clock.standing_at(instant(told.repair.at, self.today)):
            await ask_repair(caller, entry.id, asked)
        (repair,) = await repairs_of([entry])
        decided = RepairDecision(granted=told.repair.granted, reason=told.repair.reason)
        with clock.standing_at(instant(told.repair.decided, self.today)):
            await decide_repair(self.staff.supervisor, repair.id, decided)
