"""What a city's catalogue of intermediary services says, and how the API shows it."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from mobile_api.shared.calendar.rules import RuleSet
from mobile_api.shared.http.schema import AnswerBody

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Name = Annotated[str, StringConstraints(min_length=2, max_length=60)]


class TimeClass(StrEnum):
    """简单类、一般类、复杂类: what a service may take at most."""

    simple = "simple"
    general = "general"
    complex = "complex"


# Working days, by the seed's classes: at once, 5 to 7, 15 to 30.
MOST_DAYS = {TimeClass.simple: 1, TimeClass.general: 7, TimeClass.complex: 30}
CLASS_NAMES = {
    TimeClass.simple: "简单类",
    TimeClass.general: "一般类",
    TimeClass.complex: "复杂类",
}


class QualificationKind(AnswerBody):
    """资质: a certificate that some services may only be rendered with."""

    key: Key
    name: Name
    issued_by: Name


class ServiceType(AnswerBody):
    """服务事项. `working_days`: the longest that the service may take here.

    `item_keys`: the guides whose applicants need such a service. `aliases`: what people call it.
    """

    key: Key
    name: Name
    about: Annotated[str, StringConstraints(min_length=2, max_length=200)]
    time_class: TimeClass
    working_days: int = Field(ge=1, le=30)
    qualifications: tuple[Key, ...]
    item_keys: tuple[Key, ...]
    aliases: tuple[Name, ...] = Field((), max_length=20)

    @model_validator(mode="after")
    def _in_its_class(self) -> "ServiceType":
        if self.working_days > MOST_DAYS[self.time_class]:
            raise ValueError(f"{self.key}: longer than the class {self.time_class} allows")
        return self


class Trade(AnswerBody):
    """行业."""

    key: Key
    name: Name
    service_types: tuple[ServiceType, ...] = Field(min_length=1)


class ServiceCatalogue(RuleSet):
    """The services of a city's market. `operator`: the department that keeps the market.

    `registrations`: of professionals (执业登记), as agencies name theirs.
    """

    operator: Key
    source: str = Field(min_length=2)
    qualifications: tuple[QualificationKind, ...]
    registrations: tuple[QualificationKind, ...] = ()
    trades: tuple[Trade, ...] = Field(min_length=1)

    @property
    def service_types(self) -> dict[str, ServiceType]:
        return {one.key: one for trade in self.trades for one in trade.service_types}

    @property
    def kinds(self) -> dict[str, QualificationKind]:
        return {kind.key: kind for kind in self.qualifications}

    @property
    def registrations_by_key(self) -> dict[str, QualificationKind]:
        return {one.key: one for one in self.registrations}

    def serving(self, item_key: str) -> list[ServiceType]:
        """The services that the applicants of a guide need, in the order of the catalogue."""
        return [one for one in self.service_types.values() if item_key in one.item_keys]

    @model_validator(mode="after")
    def _whole(self) -> "ServiceCatalogue":
        _each_once("qualifications", (kind.key for kind in self.qualifications))
        _each_once("registrations", (one.key for one in self.registrations))
        _each_once("trades", (trade.key for trade in self.trades))
        services = [one for trade in self.trades for one in trade.service_types]
        _each_once("service types", (one.key for one in services))
        named = {key for one in services for key in one.qualifications}
        if unknown := sorted(named - self.kinds.keys()):
            raise ValueError(f"qualifications that nobody described: {unknown}")
        return self


def _each_once(what: str, keys: Iterable[str]) -> None:
    if repeated := sorted(key for key, count in Counter(keys).items() if count > 1):
        raise ValueError(f"{what} that stand here twice: {repeated}")


class ServiceTypeView(AnswerBody):
    """A service type as people see it."""

    key: str
    name: str
    about: str
    time_class: TimeClass
    time_class_name: str
    working_days: int
    qualifications: list[QualificationKind]
    item_keys: list[str]
    agencies: int = Field(description="目前可以提供这项服务的中介机构数")
    is_scarce: bool = Field(description="可选机构不足三家")


class TradeView(AnswerBody):
    """A trade with its services."""

    key: str
    name: str
    service_types: list[ServiceTypeView]


class TradeList(AnswerBody):
    """The whole catalogue of services; `source` says whose list it is."""

    source: str
    trades: list[TradeView]
