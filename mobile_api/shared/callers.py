"""Who may call: every route names one of these kinds, and every query is scoped by one."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class StaffRole(StrEnum):
    """Duties: the front desk accepts, the back office decides (国办发〔2018〕45号).

    Three people run the place (GB/T 22239-2019, 8.1.4.2): one opens and closes accounts, one gives
    duties and resets proofs, one reads the records; none of them handles cases.
    """

    front_desk = "front_desk"
    reviewer = "reviewer"
    decider = "decider"
    supervisor = "supervisor"
    publisher = "publisher"
    auditor = "auditor"
    system_admin = "system_admin"
    security_admin = "security_admin"


@dataclass(frozen=True, slots=True)
class Anyone:
    """A caller who has not said who they are."""

    @property
    def key(self) -> str:
        return "anyone"


@dataclass(frozen=True, slots=True)
class ActingFor:
    """The enterprise for which a person acts in this call; `item_keys` None means every item."""

    enterprise_id: UUID
    item_keys: frozenset[str] | None = None

    def covers(self, item_key: str) -> bool:
        return self.item_keys is None or item_key in self.item_keys


@dataclass(frozen=True, slots=True)
class Citizen:
    """A person with a session. `assurance_level` is L0-L4, see `accounts.proofs`.

    `acting_for` is set where a route takes calls for an enterprise and the call says so.
    """

    person_id: UUID
    session_id: UUID
    assurance_level: int = 1
    acting_for: ActingFor | None = None

    @property
    def key(self) -> str:
        return f"citizen:{self.person_id}"


@dataclass(frozen=True, slots=True)
class Staff:
    """Window staff of one department."""

    staff_id: UUID
    session_id: UUID
    department_key: str
    roles: frozenset[StaffRole] = field(default_factory=frozenset)

    @property
    def key(self) -> str:
        return f"staff:{self.staff_id}"


@dataclass(frozen=True, slots=True)
class Hook:
    """WeChat, EMS and other providers; the handler checks their signature itself."""

    @property
    def key(self) -> str:
        return "hook"


@dataclass(frozen=True, slots=True)
class PartnerCity:
    """Another city, known by what it signs with; `name` is the key that it is registered under."""

    partner_id: UUID
    name: str

    @property
    def key(self) -> str:
        return f"partner:{self.name}"


@dataclass(frozen=True, slots=True)
class Operator:
    """Whoever runs this instance, at its command line; never a caller over HTTP."""

    @property
    def key(self) -> str:
        return "operator"


Caller = Anyone | Citizen | Staff | Hook | PartnerCity
